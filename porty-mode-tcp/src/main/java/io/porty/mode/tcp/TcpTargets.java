package io.porty.mode.tcp;

import io.porty.api.Key;
import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.api.Target;

/** Checks the configured targets of TCP routes. */
final class TcpTargets {

  /** Of a route; declared by the engine. */
  static final Key<Target> TARGET = Key.target("target", null, "The fixed target");

  /**
   * Reports a target that promises HTTP/2, which this mode would not speak.
   *
   * @param key of the target, in {@code at}
   */
  static void check(Target target, Key<Target> key, Settings at) {
    if (target.scheme() == Scheme.H2C) {
      at.report(
          key,
          "is " + target + ": h2c:// is HTTP/2, and this route's mode is \"tcp\"",
          "Write mode = \"http\", or tcp://"
              + target.toString().substring("h2c://".length())
              + " to pass the bytes on.");
    }
  }

  private TcpTargets() {}
}
