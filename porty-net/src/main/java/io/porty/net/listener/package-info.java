/**
 * Accepts: the transport of this machine, the TCP listener, and the gate that keeps connections
 * under their limit.
 */
@NullMarked
package io.porty.net.listener;

import org.jspecify.annotations.NullMarked;
