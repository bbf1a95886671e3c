package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Target;
import java.util.Optional;

/**
 * Where a route listens and where its fixed target is: {@code listen} and {@code target} in one
 * piece, or address and port apart.
 */
final class RoutePlace {

  private final TomlSettings settings;
  private final Globals globals;
  private final boolean main;
  private final boolean lenient;

  /**
   * @param lenient the file has syntax errors: a key that seems missing may be on a broken line
   */
  RoutePlace(TomlSettings settings, Globals globals, boolean main, boolean lenient) {
    this.settings = settings;
    this.globals = globals;
    this.main = main;
    this.lenient = lenient;
  }

  /** An address to listen on; the path of a socket has port 0. */
  record Address(String host, int port, boolean unix) {}

  Optional<Address> listen() {
    if (main) {
      return Optional.of(
          new Address(
              globals.get(GlobalKeys.LISTEN_ADDR), globals.get(GlobalKeys.LISTEN_PORT), false));
    }
    Optional<String> whole = settings.find(RouteKeys.LISTEN);
    if (settings.has(RouteKeys.LISTEN)) {
      forbidBeside(RouteKeys.LISTEN, RouteKeys.LISTEN_ADDR);
      forbidBeside(RouteKeys.LISTEN, RouteKeys.LISTEN_PORT);
      return whole.map(RoutePlace::address);
    }
    String host =
        settings.find(RouteKeys.LISTEN_ADDR).orElseGet(() -> globals.get(GlobalKeys.LISTEN_ADDR));
    Optional<Integer> port = settings.find(RouteKeys.LISTEN_PORT);
    if (port.isEmpty() && !settings.has(RouteKeys.LISTEN_PORT) && !lenient) {
      settings.problem(
          RouteKeys.LISTEN_PORT, "is missing", "Say which port to listen on: listen_port = 9090.");
    }
    return port.map(p -> new Address(host, p, false));
  }

  private static Address address(String text) {
    Target parsed = Target.parse(text);
    return parsed.isUnix()
        ? new Address(parsed.path(), 0, true)
        : new Address(parsed.host(), parsed.port(), false);
  }

  Optional<Target> target() {
    if (main) {
      return target(globals.get(GlobalKeys.TARGET_ADDR), globals.get(GlobalKeys.TARGET_PORT));
    }
    Optional<Target> whole = settings.find(RouteKeys.TARGET);
    if (settings.has(RouteKeys.TARGET)) {
      forbidBeside(RouteKeys.TARGET, RouteKeys.TARGET_ADDR);
      forbidBeside(RouteKeys.TARGET, RouteKeys.TARGET_PORT);
      return whole;
    }
    boolean hasPort = settings.has(RouteKeys.TARGET_PORT);
    Optional<String> host = settings.find(RouteKeys.TARGET_ADDR);
    if (host.isPresent() && !host.get().equals(Addresses.UNUSED) && !hasPort && !lenient) {
      settings.problem(
          RouteKeys.TARGET_ADDR, "has no port", "Add target_port, or remove target_addr.");
    }
    int port = settings.find(RouteKeys.TARGET_PORT).orElse(0);
    return target(host.orElseGet(() -> globals.get(GlobalKeys.TARGET_ADDR)), port);
  }

  private static Optional<Target> target(String host, int port) {
    boolean none = port == 0 || host.equals(Addresses.UNUSED);
    return none ? Optional.empty() : Optional.of(new Target(host, port));
  }

  private void forbidBeside(Key<?> whole, Key<?> part) {
    if (settings.has(part)) {
      settings.problem(
          part, "says the same as " + whole.name(), "Keep one: " + whole.name() + " is enough.");
    }
  }
}
