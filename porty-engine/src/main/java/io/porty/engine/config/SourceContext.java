package io.porty.engine.config;

import io.porty.api.PluginContext;
import io.porty.api.tls.CertificateSink;
import io.porty.api.tls.CertificateSourceFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** The context of a certificate source's factory. */
record SourceContext(
    PluginContext plugin,
    List<String> hosts,
    Path dataFolder,
    Path configFolder,
    CertificateSink sink)
    implements CertificateSourceFactory.Context {

  @Override
  public String portyVersion() {
    return plugin.portyVersion();
  }

  @Override
  public Executor blocking() {
    return plugin.blocking();
  }
}
