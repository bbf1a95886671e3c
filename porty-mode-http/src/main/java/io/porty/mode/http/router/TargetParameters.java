package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.route.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Locates the values of {@code porty_host} and {@code porty_port} in a query. Reused; one for each
 * thread.
 */
final class TargetParameters {

  private static final String HOST = "porty_host";
  private static final String PORT = "porty_port";

  private int hostStart;
  private int hostEnd;
  private int portStart;
  private int portEnd;

  /**
   * Parses the query in one pass.
   *
   * @return the error; null if there is none
   */
  @Nullable String find(Bytes query) {
    hostStart = -1;
    portStart = -1;
    int length = query.length();
    int i = 0;
    while (i < length) {
      int valueStart = afterName(query, i, length);
      int end = valueStart < 0 ? i : valueStart;
      while (end < length && query.at(end) != '&') {
        end++;
      }
      if (valueStart >= 0) {
        boolean host = isHost;
        if (host ? hostStart >= 0 : portStart >= 0) {
          return "Repeated " + (host ? HOST : PORT) + " parameter";
        }
        if (host) {
          hostStart = valueStart;
          hostEnd = end;
        } else {
          portStart = valueStart;
          portEnd = end;
        }
      }
      i = end + 1;
    }
    return null;
  }

  private boolean isHost;

  /**
   * Start of the value if the parameter at {@code i} is one of the two, by its name percent-decoded
   * once; -1 if not. A parameter without an equals sign has an empty value.
   */
  private int afterName(Bytes query, int i, int length) {
    int at = i;
    int k = 0;
    boolean mayBeHost = true;
    boolean mayBePort = true;
    while (at < length && query.at(at) != '=' && query.at(at) != '&') {
      int c = query.at(at++);
      if (c == '%') {
        if (at + 2 > length) {
          return -1;
        }
        c = PercentEncoding.octet(query.at(at), query.at(at + 1));
        at += 2;
      }
      mayBeHost &= k < HOST.length() && c == HOST.charAt(k);
      mayBePort &= k < PORT.length() && c == PORT.charAt(k);
      k++;
      if (!mayBeHost && !mayBePort) {
        return -1;
      }
    }
    isHost = mayBeHost;
    return k == HOST.length()
        ? Math.min(length, at + (at < length && query.at(at) == '=' ? 1 : 0))
        : -1;
  }

  int hash(Bytes query) {
    int hash = 17;
    for (int i = hostStart; i < hostEnd; i++) {
      hash = hash * 31 + query.at(i);
    }
    for (int i = portStart; i < portEnd; i++) {
      hash = hash * 31 + query.at(i);
    }
    return hash ^ hash >>> 15;
  }

  boolean hasHost() {
    return hostStart >= 0;
  }

  boolean hasPort() {
    return portStart >= 0;
  }

  int hostStart() {
    return hostStart;
  }

  int hostEnd() {
    return hostEnd;
  }

  int portStart() {
    return portStart;
  }

  int portEnd() {
    return portEnd;
  }
}
