/** Transports, event loops, and the memory that they share. */
@NullMarked
package io.porty.net.transport;

import org.jspecify.annotations.NullMarked;
