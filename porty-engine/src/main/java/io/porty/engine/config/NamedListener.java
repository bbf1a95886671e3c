package io.porty.engine.config;

import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code [[listeners]]} table while the routes that name it are read. For one thread.
 *
 * <p>What is wrong with it has been said: a route that names it is not blamed for it again.
 */
final class NamedListener {

  private final String name;
  private final TomlSettings settings;
  private final List<ListenAddress> addresses;
  private final Optional<ListenerConfig> config;
  private boolean used;
  private @Nullable ModeFactory mode;

  /**
   * @param config empty if there is a mistake in it
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

  Optional<ListenerConfig> config() {
    return config;
  }

  Optional<ListenerFactory> kind() {
    return config.map(ListenerConfig::kind);
  }

  /** A route names it, served or not. */
  void use() {
    used = true;
  }

  boolean isUsed() {
    return used;
  }

  /** Its first route has this mode, and so have all others that are right. */
  void spoken(ModeFactory by) {
    if (mode == null) {
      mode = by;
    }
  }

  @Nullable ModeFactory mode() {
    return mode;
  }
}
