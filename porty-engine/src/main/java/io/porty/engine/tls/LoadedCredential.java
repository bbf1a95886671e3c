package io.porty.engine.tls;

import io.porty.net.tls.Credential;
import io.porty.net.tls.cert.Identity;

/** A certificate and what the provider made of it. */
record LoadedCredential(Identity identity, Credential credential) {}
