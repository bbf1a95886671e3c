/** Moves bytes between two joined channels. */
@NullMarked
package io.porty.net.relay;

import org.jspecify.annotations.NullMarked;
