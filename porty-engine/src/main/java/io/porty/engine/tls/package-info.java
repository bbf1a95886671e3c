/**
 * TLS of the listeners of a running Porty: contexts, certificates and their reload, ticket keys,
 * handshake metrics. No class of it is loaded where no listener has TLS.
 */
@NullMarked
package io.porty.engine.tls;

import org.jspecify.annotations.NullMarked;
