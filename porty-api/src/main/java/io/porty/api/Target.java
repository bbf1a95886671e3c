package io.porty.api;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The destination of a connection: a scheme, and a host name or IP literal with a TCP port, or a
 * Unix domain socket ({@code unix:/path}). A name is not yet resolved; the dialer resolves it,
 * checks the address against the target policy and connects to that same address.
 *
 * <p>Two targets are equal if all three of their components are: {@code http://api:80} is another
 * target than {@code api:80}, although both use the same protocol on an HTTP route. Which
 * connections may be shared is determined by {@link io.porty.api.mode.UpstreamKey}.
 *
 * @param scheme the protocol; {@link Scheme#TCP} for a target without a scheme
 * @param host a DNS name, an IPv4 literal, an IPv6 literal without brackets, which becomes RFC
 *     5952's form, or {@code unix:} and an absolute path
 * @param port 1 to 65535; 0 for a Unix domain socket
 * @since 0.1
 */
public record Target(Scheme scheme, String host, int port) {

  private static final String UNIX = "unix:";

  /** What precedes {@code ://}: RFC 3986 section 3.1. */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");

  /** Some resolvers would read it as an address, in octal, hexadecimal, or with fewer numbers. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  /** The longest path of a socket: sun_path of unix(7), with its final zero. */
  private static final int MAX_PATH_BYTES = 107;

  /**
   * Checks the components.
   *
   * @param scheme the protocol; {@link Scheme#UNIX} exactly of a Unix domain socket
   * @param host a name or an address
   * @param port 1 to 65535; 0 of a Unix domain socket
   * @throws IllegalArgumentException if they are invalid or inconsistent
   * @since 0.2
   */
  public Target {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(host, "host");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a target needs a host");
    }
    boolean unix = host.startsWith(UNIX);
    if (unix != (scheme == Scheme.UNIX)) {
      throw new IllegalArgumentException(
          "the scheme " + scheme.text() + " and the host \"" + host + "\" do not fit together");
    }
    if (unix) {
      checkPath(host.substring(UNIX.length()));
      if (port != 0) {
        throw new IllegalArgumentException("a Unix domain socket has no port");
      }
    } else {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
      }
      host = AddressText.canonicalHost(host);
    }
  }

  /**
   * A target in plain TCP, or a Unix domain socket.
   *
   * @param host a name or an address, or {@code unix:} and a path
   * @param port 1 to 65535; 0 of a Unix domain socket
   * @throws IllegalArgumentException if they are invalid
   */
  public Target(String host, int port) {
    this(host.startsWith(UNIX) ? Scheme.UNIX : Scheme.TCP, host, port);
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
   * Reads {@code host:port}, {@code [IPv6]:port}, the same after a scheme ({@code
   * https://api.internal}, {@code tcp://10.0.0.5:5432}), where the port may be left out if the
   * scheme has a default one, or {@code unix:/path}. It reads what {@link #toString} writes.
   *
   * @param text as the operator wrote it
   * @return the target
   * @throws IllegalArgumentException if it is malformed; the message has the reason
   */
  public static Target parse(String text) {
    if (text.startsWith(UNIX)) {
      return new Target(text, 0);
    }
    Matcher url = SCHEME.matcher(text);
    return url.matches()
        ? parse(text, scheme(url.group(1)), url.group(2))
        : parse(text, Scheme.TCP, text);
  }

  private static Scheme scheme(String name) {
    Scheme scheme = Scheme.find(name);
    if (scheme == null || scheme == Scheme.UNIX) {
      throw new IllegalArgumentException(
          "\"" + name + "://\" is none of http://, https://, h2c://, tcp:// and tls://");
    }
    return scheme;
  }

  private static Target parse(String text, Scheme scheme, String authority) {
    if (authority.indexOf('/') >= 0 || authority.indexOf('?') >= 0 || authority.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has a path: a target ends with its host or port");
    }
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" has a user: a target has none");
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String port =
        hasPort
            ? authority.substring(colon + 1)
            : scheme.defaultPort() < 0 ? "" : Integer.toString(scheme.defaultPort());
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
    return new Target(scheme, host, Integer.parseInt(port));
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

  /**
   * {@code host:port}, an IPv6 literal in brackets, after {@code scheme://} unless it is plain TCP;
   * or {@code unix:/path}.
   */
  @Override
  public String toString() {
    if (isUnix()) {
      return host;
    }
    String place = AddressText.hostPort(host, port);
    return scheme == Scheme.TCP ? place : scheme.text() + "://" + place;
  }
}
