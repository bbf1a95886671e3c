package io.porty.mode.http.router;

import io.porty.api.Scheme;
import io.porty.api.Target;
import org.jspecify.annotations.Nullable;

/** The scheme of a target that a client chooses: {@code http}, {@code https}, {@code h2c}. */
final class TargetScheme {

  /** The scheme of this name, in lower case; null if clients cannot choose one of this name. */
  static @Nullable Scheme find(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return switch (name) {
      case "http" -> Scheme.HTTP;
      case "https" -> Scheme.HTTPS;
      case "h2c" -> Scheme.H2C;
      default -> null;
    };
  }

  /** The target; one in plain HTTP is the same as one without a scheme. */
  static Target target(Scheme scheme, String host, int port) {
    return scheme == Scheme.HTTP ? new Target(host, port) : new Target(scheme, host, port);
  }

  private TargetScheme() {}
}
