package io.porty.net.tls.cert;

/** Where the certificate of a listener or towards backends comes from. */
public sealed interface CertificateSpec permits IdentitySpec, IssuedSpec, LocalSpec {}
