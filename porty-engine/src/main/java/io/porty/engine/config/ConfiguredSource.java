package io.porty.engine.config;

import io.porty.api.tls.CertificateSource;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.engine.plugin.PluginGuard;

/**
 * A certificate source that a configuration uses.
 *
 * @param factory that created it
 * @param source not started yet
 * @param settings its table
 * @param guard for calls into it
 */
public record ConfiguredSource(
    CertificateSourceFactory factory,
    CertificateSource source,
    TomlSettings settings,
    PluginGuard guard) {}
