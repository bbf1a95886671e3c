/**
 * How a protocol plugs in: a mode takes accepted channels, asks a router, dials and relays. May
 * name Netty types.
 */
@NullMarked
package io.porty.api.mode;

import org.jspecify.annotations.NullMarked;
