/**
 * Accepts: the transport of this machine, the TCP listener, and the gate that keeps connections
 * under their limit.
 */
@NullMarked
package io.porty.engine.listen;

import org.jspecify.annotations.NullMarked;
