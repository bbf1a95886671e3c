/**
 * What certificate sources have published: certificates by host, and answers to challenges. Handed
 * to plugins as {@link io.porty.api.tls.CertificateSink}; read by handshakes and by modes.
 */
@NullMarked
package io.porty.engine.issued;

import org.jspecify.annotations.NullMarked;
