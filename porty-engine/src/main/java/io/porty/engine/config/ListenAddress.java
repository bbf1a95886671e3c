package io.porty.engine.config;

import io.porty.api.AddressText;
import io.porty.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that a listener listens on.
 *
 * @param host an IP address of this machine, or the path of a Unix domain socket
 * @param port 0 for a free port or a Unix domain socket, {@link #NO_PORT} where the listener needs
 *     no address
 * @param owner identifies a free port across reloads, so that it keeps its number; empty for an
 *     explicit port
 */
public record ListenAddress(String host, int port, boolean unix, String owner) {

  /** The port where a listener needs no address; the host is the name of the listener then. */
  static final int NO_PORT = -1;

  /** Maximum of addresses of one listener: each has one socket, or one for each event loop. */
  static final int MAX_FOR_A_LISTENER = 1_024;

  /** The address of {@code "*:80"} and {@code ":80"}. */
  static final String ANY = "0.0.0.0";

  private static final Pattern RANGE = Pattern.compile("(.*:)([0-9]{1,5})-([0-9]{1,5})");
  private static final Pattern PORT = Pattern.compile("(.*):([0-9]{1,5})");

  /** An address with a separately configured port. */
  static ListenAddress of(String host, int port, String owner) {
    return new ListenAddress(host, port, false, port == 0 ? owner : "");
  }

  /** The address of a listener that needs none, because it obtains connections otherwise. */
  static ListenAddress none(String listener) {
    return new ListenAddress(listener, NO_PORT, false, "");
  }

  /** Whether the address is configured, rather than chosen by the listener itself. */
  public boolean isWritten() {
    return port != NO_PORT;
  }

  /** Whether the system chooses the port. */
  public boolean isFreePort() {
    return port == 0 && !unix;
  }

  /** Whether two sockets without SO_REUSEPORT cannot be bound to both addresses. */
  public boolean overlaps(ListenAddress other) {
    if (unix || other.unix || !isWritten() || !other.isWritten() || isFreePort()) {
      return equals(other);
    }
    return port == other.port && overlap(host, other.host);
  }

  private static boolean overlap(String a, String b) {
    return isAny(a) || isAny(b) || canonical(a).equals(canonical(b));
  }

  /** Whether both texts denote the same address. */
  boolean isSame(ListenAddress other) {
    return equals(other)
        || (!unix
            && !other.unix
            && port == other.port
            && owner.equals(other.owner)
            && canonical(host).equals(canonical(other.host)));
  }

  private static final Set<String> ANY_ADDRESS = Set.of(ANY, "::", "0:0:0:0:0:0:0:0");

  private static boolean isAny(String host) {
    return ANY_ADDRESS.contains(host);
  }

  /** Normalizes the spelling of an IPv6 address. */
  private static String canonical(String address) {
    return address.toLowerCase(Locale.ROOT).equals("localhost")
        ? "127.0.0.1"
        : AddressText.canonicalHost(address);
  }

  /** The address as in a configuration, for messages. */
  public String text() {
    if (unix) {
      return "unix:" + host;
    }
    return AddressText.hostPort(host, port);
  }

  /** The error in values of the keys {@code listen} and {@code address}. */
  static Optional<String> problem(List<String> texts) {
    if (texts.isEmpty()) {
      return Optional.of("is an empty list; expected at least one \"address:port\"");
    }
    int count = 0;
    for (String text : texts) {
      Matcher range = RANGE.matcher(text);
      int more = 1;
      if (range.matches() && !text.startsWith("unix:")) {
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(3));
        if (first < 1 || last < first || last > 65_535) {
          return Optional.of(
              "is \""
                  + text
                  + "\"; expected a range of ports from 1 to 65535, such as \"127.0.0.1:8000-8010\"");
        }
        more = last - first + 1;
      }
      if (parse(first(text)).isEmpty()) {
        return Optional.of(
            "is \""
                + text
                + "\"; expected \"address:port\", such as \"127.0.0.1:9090\", or \"unix:/path\"");
      }
      count += more;
    }
    return count > MAX_FOR_A_LISTENER
        ? Optional.of(
            "names "
                + count
                + " addresses; expected at most "
                + MAX_FOR_A_LISTENER
                + " for a listener")
        : Optional.empty();
  }

  private static String first(String text) {
    Matcher range = RANGE.matcher(text);
    return range.matches() && !text.startsWith("unix:") ? range.group(1) + range.group(2) : text;
  }

  /** Parses one address; empty if it is invalid. */
  static Optional<ListenAddress> parse(String text) {
    try {
      if (text.startsWith("unix:")) {
        return Optional.of(new ListenAddress(Target.parse(text).path(), 0, true, ""));
      }
      Matcher parts = PORT.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      int port = Integer.parseInt(parts.group(2));
      String written = parts.group(1);
      String host = written.isEmpty() || written.equals("*") ? ANY : written;
      // A target has a port that can be connected to.
      Target parsed = Target.parse(host + ":" + Math.max(1, port));
      return port <= 65_535 && Addresses.isListenable(parsed.host())
          ? Optional.of(new ListenAddress(parsed.host(), port, false, ""))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * All addresses in values without a {@link #problem}, in their order.
   *
   * @param owner the route or listener
   */
  static List<ListenAddress> all(List<String> texts, String owner) {
    List<ListenAddress> all = new ArrayList<>();
    for (String text : texts) {
      ListenAddress one = parse(first(text)).orElseThrow();
      Matcher range = RANGE.matcher(text);
      if (one.isFreePort()) {
        all.add(of(one.host(), 0, owner + "#" + all.size()));
      } else if (one.unix() || !range.matches()) {
        all.add(one);
      } else {
        int last = Integer.parseInt(range.group(3));
        for (int port = one.port(); port <= last; port++) {
          all.add(of(one.host(), port, owner));
        }
      }
    }
    return all;
  }
}
