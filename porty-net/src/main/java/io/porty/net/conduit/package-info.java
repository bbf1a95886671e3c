/**
 * Channels with what is known of their ends: the only place that shuts a channel down, sets
 * SO_LINGER or looks at its outbound buffer.
 */
@NullMarked
package io.porty.net.conduit;

import org.jspecify.annotations.NullMarked;
