/**
 * The plugin API of modes: a mode gets accepted channels, calls routers, dials and relays. Uses
 * Netty types.
 */
@NullMarked
package io.porty.api.mode;

import org.jspecify.annotations.NullMarked;
