package io.porty.api;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection goes: a host name or IP literal with a TCP port, or a Unix domain socket
 * ({@code unix:/path}). A name is not yet resolved; the dialer resolves it, checks the address
 * against the target policy and connects to that same address.
 *
 * @param host a DNS name, an IPv4 literal, an IPv6 literal without brackets, or {@code unix:} and
 *     an absolute path
 * @param port 1 to 65535; 0 for a Unix domain socket
 * @since 0.1
 */
public record Target(String host, int port) {

  private static final String UNIX = "unix:";

  /** Some resolvers would read it as an address, in octal, hexadecimal, or with fewer numbers. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  /** The longest path of a socket: sun_path of unix(7), with its final zero. */
  private static final int MAX_PATH_BYTES = 107;

  /**
   * Checks host and port.
   *
   * @param host a name or an address
   * @param port 1 to 65535; 0 of a Unix domain socket
   * @throws IllegalArgumentException if they are none
   */
  public Target {
    Objects.requireNonNull(host, "host");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a target needs a host");
    }
    if (host.startsWith(UNIX)) {
      checkPath(host.substring(UNIX.length()));
      if (port != 0) {
        throw new IllegalArgumentException("a Unix domain socket has no port");
      }
    } else if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
    }
  }

  private static void checkPath(String path) {
    int length = path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("\"" + path + "\" is not the absolute path of a socket");
    }
    if (length > MAX_PATH_BYTES || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the path of a socket has at most " + MAX_PATH_BYTES + " bytes, not " + length);
    }
  }

  /**
   * {@return a Unix domain socket}
   *
   * @param path absolute
   */
  public static Target unix(String path) {
    return new Target(UNIX + path, 0);
  }

  /**
   * Reads {@code host:port}, {@code [IPv6]:port} or {@code unix:/path}, as {@link #toString} writes
   * it.
   *
   * @param text as the operator wrote it
   * @return the target
   * @throws IllegalArgumentException if it is neither; the message says why
   */
  public static Target parse(String text) {
    if (text.startsWith(UNIX)) {
      return new Target(text, 0);
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || (!bracketed && host.indexOf(':') >= 0)) {
      throw new IllegalArgumentException("\"" + text + "\" is not host:port or unix:/path");
    }
    if (!host.matches(bracketed ? "[0-9A-Fa-f:.]+" : "[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("\"" + host + "\" is not a host name or an address");
    }
    if (!bracketed && ENDS_IN_NUMBER.matcher(host).matches() && !V4.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "\"" + host + "\" ends in a number, but is not an IPv4 address such as 192.0.2.1");
    }
    return new Target(host, Integer.parseInt(port));
  }

  /** {@return whether it is a Unix domain socket} */
  public boolean isUnix() {
    return host.startsWith(UNIX);
  }

  /** {@return the path of a Unix domain socket} */
  public String path() {
    if (!isUnix()) {
      throw new IllegalStateException(this + " is not a Unix domain socket");
    }
    return host.substring(UNIX.length());
  }

  // Written out: what records do by themselves is put together at run time, 40 classes and 10 ms of
  // each start.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Target target && port == target.port && host.equals(target.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** {@code host:port}, an IPv6 literal in brackets; or {@code unix:/path}. */
  @Override
  public String toString() {
    if (isUnix()) {
      return host;
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
