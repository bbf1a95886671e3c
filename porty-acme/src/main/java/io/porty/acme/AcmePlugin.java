package io.porty.acme;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.tls.CertificateSourceFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

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
                    new SecureRandom())));
  }
}
