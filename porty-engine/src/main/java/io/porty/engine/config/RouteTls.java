package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.mode.ModeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code tls} of a route: it adds certificates to its address, or to its listener. */
final class RouteTls {

  private final TomlSettings settings;
  private final String route;
  private final List<String> hosts;
  private final TlsReader reader;

  /**
   * @param hosts of the route; without any, its certificates are shown to clients that name no
   *     known host
   * @param sources names of the certificate sources that there are
   */
  RouteTls(TomlSettings settings, String route, List<String> hosts, Set<String> sources) {
    this.settings = settings;
    this.route = route;
    this.hosts = hosts;
    this.reader = new TlsReader(settings, "route " + route, hosts, sources);
  }

  /** For a route with an address of its own. */
  @Nullable TlsConfig ofAddress(ModeFactory mode) {
    TlsConfig tls = reader.read(mode);
    return tls == null ? null : tls.with(asDefault(tls.certificates()));
  }

  /** For a route that names a listener, whose TLS gets the certificates of the route. */
  ListenerConfig joined(ListenerConfig listener) {
    TlsConfig tls = listener.tls();
    if (tls == null) {
      if (reader.isPresent()) {
        settings.report(
            TlsKeys.WORD,
            "is for a listener with TLS, and \"" + listener.name() + "\" has none",
            "Write tls = true, or tls with its certificates, in that table of [[listeners]].");
      }
      return listener;
    }
    List<CertificateConfig> all = new ArrayList<>(asDefault(tls.certificates()));
    if (reader.isPresent()) {
      all.addAll(asDefault(reader.certificates()));
      TomlSettings table = settings.table(TlsKeys.TABLE);
      for (Key<?> key : TlsKeys.SHARED) {
        if (table.has(key)) {
          table.report(
              key,
              "holds for a whole listener, and this route shares \"" + listener.name() + "\"",
              "Write it in [listeners.tls], for all its routes.");
        }
      }
    } else if (tls.certificates().stream().anyMatch(CertificateConfig::isLocal)) {
      all.addAll(asDefault(List.of(CertificateConfig.local(hosts, "route " + route, settings))));
    }
    return listener.withTls(tls.with(all));
  }

  /**
   * Certificates of clients.
   *
   * @param named the listener that the route names; null if it has an address of its own
   */
  ClientCertConfig clientCerts(
      ModeFactory mode, @Nullable NamedListener named, List<String> warnings) {
    return reader.clientCerts(
        mode, named == null ? ClientCertConfig.PLAIN : named.clientCerts(), warnings);
  }

  private List<CertificateConfig> asDefault(List<CertificateConfig> all) {
    return all.stream().map(one -> one.asDefault(hosts.isEmpty())).toList();
  }
}
