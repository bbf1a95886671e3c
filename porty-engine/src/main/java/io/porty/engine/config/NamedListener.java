package io.porty.engine.config;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code [[listeners]]} table while the routes that name it are read. For one thread.
 *
 * <p>Its errors are reported once, not again for each route that names it.
 */
final class NamedListener {

  private final String name;
  private final TomlSettings settings;
  private final List<ListenAddress> addresses;
  private final Optional<ListenerConfig> config;
  private boolean used;
  private @Nullable ModeFactory mode;
  private @Nullable TlsConfig tls;
  private ClientCertConfig clientCerts = ClientCertConfig.PLAIN;

  /**
   * @param config empty if it has errors
   */
  NamedListener(
      String name,
      TomlSettings settings,
      List<ListenAddress> addresses,
      Optional<ListenerConfig> config) {
    this.name = name;
    this.settings = settings;
    this.addresses = List.copyOf(addresses);
    this.config = config;
  }

  String name() {
    return name;
  }

  TomlSettings settings() {
    return settings;
  }

  List<ListenAddress> addresses() {
    return addresses;
  }

  /** With its TLS, which the mode of its routes has a say in. */
  Optional<ListenerConfig> config() {
    return config.map(c -> c.withTls(tls));
  }

  Optional<ListenerFactory> kind() {
    return config.map(ListenerConfig::kind);
  }

  /** Called for each route that names it, enabled or not. */
  void use() {
    used = true;
  }

  boolean isUsed() {
    return used;
  }

  /**
   * Sets the mode from its first route; all routes must have the same.
   *
   * @param sources names of the certificate sources that there are
   */
  void spoken(ModeFactory by, Set<String> sources, List<String> warnings) {
    if (mode == null) {
      mode = by;
      TlsReader reader = new TlsReader(settings, "listener " + name, List.of(), sources);
      tls = reader.read(by);
      clientCerts = reader.clientCerts(by, ClientCertConfig.PLAIN, warnings);
    }
  }

  /** What holds for its routes where they say nothing else. */
  ClientCertConfig clientCerts() {
    return clientCerts;
  }

  @Nullable ModeFactory mode() {
    return mode;
  }
}
