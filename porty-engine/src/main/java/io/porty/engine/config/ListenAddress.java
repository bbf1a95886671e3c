package io.porty.engine.config;

import io.porty.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that a route listens on.
 *
 * @param host an IP address of this machine, or the path of a Unix domain socket
 * @param port 0 for a Unix domain socket, -1 where the listener needs no address
 */
record ListenAddress(String host, int port, boolean unix) {

  /** Of one route: each is a socket of its own, or as many as there are event loops. */
  static final int MAX_FOR_A_ROUTE = 1_024;

  private static final Pattern RANGE = Pattern.compile("(.*:)([0-9]{1,5})-([0-9]{1,5})");

  /** Of a route whose listener knows by itself where its clients come from. */
  static ListenAddress none(String route) {
    return new ListenAddress(route, VirtualHosts.NO_PORT, false);
  }

  /** What is wrong with values of the key {@code listen}. */
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
      Optional<String> problem = Addresses.listenProblem(first(text));
      if (problem.isPresent()) {
        return problem;
      }
      count += more;
    }
    return count > MAX_FOR_A_ROUTE
        ? Optional.of(
            "names " + count + " addresses; expected at most " + MAX_FOR_A_ROUTE + " for a route")
        : Optional.empty();
  }

  private static String first(String text) {
    Matcher range = RANGE.matcher(text);
    return range.matches() && !text.startsWith("unix:") ? range.group(1) + range.group(2) : text;
  }

  /** All addresses that values without a {@link #problem} name, in their order. */
  static List<ListenAddress> all(List<String> texts) {
    List<ListenAddress> all = new ArrayList<>();
    for (String text : texts) {
      Target parsed = Target.parse(first(text));
      if (parsed.isUnix()) {
        all.add(new ListenAddress(parsed.path(), 0, true));
        continue;
      }
      Matcher range = RANGE.matcher(text);
      int last = range.matches() ? Integer.parseInt(range.group(3)) : parsed.port();
      for (int port = parsed.port(); port <= last; port++) {
        all.add(new ListenAddress(parsed.host(), port, false));
      }
    }
    return all;
  }
}
