package io.porty.net.policy;

import io.porty.api.Cidr;
import io.porty.api.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code allow_targets} or {@code deny_targets}: a host name, {@code *.domain}, {@code
 * *}, an address or a CIDR block, each with an optional port or range: {@code
 * *.internal:3000-3999}, {@code 10.0.0.0/8:80}, {@code [fd00::]/8:443}. Or a Unix domain socket:
 * {@code unix:/run/app.sock}, {@code unix:/run/apps/*}.
 */
public final class TargetPattern {

  private static final String UNIX = "unix:";

  private static final Pattern SHAPE =
      Pattern.compile(
          "(\\[[0-9a-fA-F:.]+](?:/\\d{1,3})?|\\[[0-9a-fA-F:.]+/\\d{1,3}]|[^\\[\\]:]+)(?::(\\d{1,5})(?:-(\\d{1,5}))?)?");

  private final @Nullable HostPattern host;
  private final @Nullable Cidr block;
  private final int firstPort;
  private final int lastPort;
  private final @Nullable String path;

  private TargetPattern(
      @Nullable HostPattern host,
      @Nullable Cidr block,
      int firstPort,
      int lastPort,
      @Nullable String path) {
    this.path = path;
    this.host = host;
    this.block = block;
    this.firstPort = firstPort;
    this.lastPort = lastPort;
  }

  /**
   * @throws IllegalArgumentException if {@link #problem} finds one
   */
  public static TargetPattern parse(String text) {
    return read(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** The error in a pattern of a configuration. */
  public static Optional<String> problem(String text) {
    return read(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "has \""
                + text
                + "\"; expected host[:port], \"*.domain\", an address or CIDR block, such as \"*.internal:3000-3999\" or \"10.0.0.0/8\"");
  }

  private static Optional<TargetPattern> read(String text) {
    if (text.startsWith(UNIX)) {
      String path = text.substring(UNIX.length());
      String literal = path.endsWith("/*") ? path.substring(0, path.length() - 1) : path;
      boolean valid = path.startsWith("/") && literal.indexOf('*') < 0;
      return valid ? Optional.of(new TargetPattern(null, null, 0, 0, path)) : Optional.empty();
    }
    boolean bareV6 = text.chars().filter(c -> c == ':').count() > 1 && text.indexOf('[') < 0;
    Matcher shape = SHAPE.matcher(bareV6 ? "[" + text + "]" : text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    int first = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
    int last =
        shape.group(3) != null
            ? Integer.parseInt(shape.group(3))
            : shape.group(2) == null ? 65535 : first;
    if (first < 1 || last > 65535 || first > last) {
      return Optional.empty();
    }
    String name = shape.group(1).replace("[", "").replace("]", "");
    Optional<Cidr> block = Cidr.parse(name);
    if (block.isPresent()) {
      return Optional.of(new TargetPattern(null, block.get(), first, last, null));
    }
    boolean numeric =
        IpLiteral.endsInNumber(name) || name.indexOf('/') >= 0 || name.indexOf(':') >= 0;
    if (numeric || (!name.equals("*") && HostPattern.problem(name).isPresent())) {
      return Optional.empty();
    }
    return Optional.of(new TargetPattern(HostPattern.of(name), null, first, last, null));
  }

  /**
   * @param name the target's host as requested, normalised
   * @param address the resolved address
   */
  boolean matches(String name, InetAddress address, int port) {
    if (port < firstPort || port > lastPort) {
      return false;
    }
    return block != null ? block.contains(address) : host != null && host.matches(name);
  }

  /** Whether it matches the target by its name alone. */
  boolean matchesName(String name, int port) {
    return host != null && port >= firstPort && port <= lastPort && host.matches(name);
  }

  /** Whether matching a target with this port needs its resolved address. */
  boolean needsAddress(int port) {
    return block != null && port >= firstPort && port <= lastPort;
  }

  /** Whether it matches the Unix domain socket of this path. */
  boolean matchesUnix(String socket) {
    if (path == null) {
      return false;
    }
    return path.endsWith("/*")
        ? socket.startsWith(path.substring(0, path.length() - 1))
            && socket.indexOf('/', path.length() - 1) < 0
        : socket.equals(path);
  }
}
