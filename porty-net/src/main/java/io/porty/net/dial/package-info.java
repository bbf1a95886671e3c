/** From a target to a connected channel: resolve, check the address, connect, try again. */
@NullMarked
package io.porty.net.dial;

import org.jspecify.annotations.NullMarked;
