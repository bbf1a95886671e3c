package io.porty.net.tls.cert;

/** Where the certificate of a listener or towards backends comes from. */
public sealed interface CertificateSource permits IdentitySpec, LocalSpec {}
