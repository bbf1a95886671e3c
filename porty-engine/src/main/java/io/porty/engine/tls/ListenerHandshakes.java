package io.porty.engine.tls;

import io.porty.net.opening.HandshakeRate;

/**
 * What the handshakes of a listening address have in common, whatever its configuration.
 *
 * @param rate of full ones
 */
record ListenerHandshakes(HandshakeCounters counters, HandshakeRate rate) {}
