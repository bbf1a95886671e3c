package io.porty.engine.config;

import io.porty.net.tls.cert.CertificateSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The certificates of several routes of one address. */
final class TlsMerge {

  /** Each certificate once; it is a default if it is one for any route. */
  static TlsConfig of(TlsConfig one, TlsConfig other) {
    Map<CertificateSpec, CertificateConfig> all = new LinkedHashMap<>();
    for (TlsConfig tls : List.of(one, other)) {
      for (CertificateConfig certificate : tls.certificates()) {
        all.merge(
            certificate.spec(),
            certificate,
            (first, second) -> first.asDefault(first.isDefault() || second.isDefault()));
      }
    }
    return one.with(List.copyOf(all.values()));
  }

  private TlsMerge() {}
}
