package io.porty.api.tls;

import io.porty.api.Lifecycle;
import io.porty.api.PluginImplements;

/**
 * Supplies the certificates of the hosts that it was created for, and renews them in time. It works
 * by itself, on threads of its own, and hands what it has to its {@link CertificateSink}.
 *
 * <p>{@link #start} publishes what is at hand, from a disk for example, and returns: Porty binds
 * its listeners after it. It must not wait for an authority. A host without a certificate is
 * refused in its handshake until there is one. After a reload {@link #inheritFrom} gets the source
 * of the previous configuration, which works until {@link #drain}.
 *
 * @since 0.2
 */
@PluginImplements
public interface CertificateSource extends Lifecycle {}
