package io.porty.net.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * A host name or {@code *.domain}, which matches every name below the domain but not the domain.
 */
public final class HostPattern {

  private final String text;

  private HostPattern(String text) {
    this.text = text;
  }

  public static HostPattern of(String text) {
    return new HostPattern(normalise(text));
  }

  /** Lower case, without a final dot. */
  public static String normalise(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") && lower.length() > 1
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }

  /** The error in a pattern of a configuration. */
  public static Optional<String> problem(String text) {
    String name = text.startsWith("*.") ? text.substring(2) : text;
    if (name.matches("\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?")) {
      return Optional.empty();
    }
    if (name.matches("[^:]+:[0-9]+")) {
      return Optional.of("has \"" + text + "\"; write the host without its port");
    }
    if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?") || name.length() > 253) {
      return Optional.of(
          "has \"" + text + "\"; expected a host such as \"api.example.com\" or \"*.example.com\"");
    }
    return Optional.empty();
  }

  /**
   * @param host a name as {@link #normalise} gives it
   */
  public boolean matches(String host) {
    if (text.equals("*")) {
      return true;
    }
    return text.startsWith("*.")
        ? host.length() > text.length() - 1 && host.endsWith(text.substring(1))
        : host.equals(text);
  }
}
