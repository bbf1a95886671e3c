/**
 * Half-close, reset and pending bytes of channels: the only package that shuts down a channel's
 * output, sets SO_LINGER or reads its outbound buffer.
 */
@NullMarked
package io.porty.net.conduit;

import org.jspecify.annotations.NullMarked;
