package io.porty.engine.plugin;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.tls.CertificateSource;
import io.porty.api.tls.CertificateSourceFactory;
import java.util.List;
import java.util.Optional;

/**
 * A plugin's certificate source factory: its declarations as read once, its calls through the
 * guard.
 */
final class DeclaredCertificateSource implements CertificateSourceFactory {

  private final CertificateSourceFactory factory;
  private final PluginGuard guard;
  private final String name;
  private final List<Key<?>> keys;

  DeclaredCertificateSource(CertificateSourceFactory factory, String name, PluginGuard guard) {
    this.factory = factory;
    this.guard = guard;
    this.name = name;
    this.keys = new Declaration(guard).keys(factory::keys);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public Optional<String> refusal(String host) {
    return guard.require("refusal()", () -> factory.refusal(host));
  }

  @Override
  public CertificateSource create(Settings settings, Context context) {
    return guard.require("create()", () -> factory.create(settings, context));
  }
}
