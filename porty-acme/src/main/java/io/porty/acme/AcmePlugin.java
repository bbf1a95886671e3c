package io.porty.acme;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.tls.CertificateSourceFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Provides {@code tls = "acme"}. */
public final class AcmePlugin implements PortyPlugin {

  @Override
  public List<CertificateSourceFactory> certificateSources() {
    return List.of(
        CertificateSourceFactory.of(
            "acme",
            AcmeKeys.ALL,
            (settings, context) ->
                new AcmeSource(
                    AcmeSettings.read(settings, context),
                    context,
                    InstantSource.system(),
                    RandomGenerator.getDefault())));
  }
}
