/** Moves bytes between two joined channels. */
@NullMarked
package io.porty.engine.relay;

import org.jspecify.annotations.NullMarked;
