package io.porty.api.mode;

import java.util.Locale;

/**
 * The token of a route in forwarded requests for loop detection, as the pseudonym of Via (RFC 9110
 * section 7.6.3) or in CDN-Loop (RFC 8586): {@code porty-} and eight digits, four of the process
 * and four of the route, so that a request may pass several routes of one process.
 *
 * @since 0.1
 */
public final class LoopToken {

  private static final String PREFIX = "porty-";
  private static final int DIGITS = 4;

  /**
   * {@return the token of a route}
   *
   * @param instanceId of the running Porty: {@link ModeContext#instanceId}
   * @param routeName the route's name
   */
  public static String of(String instanceId, String routeName) {
    int hash = (instanceId + routeName).hashCode();
    return ofInstance(instanceId)
        + String.format(Locale.ROOT, "%04x", (hash ^ hash >>> 16) & 0xffff);
  }

  /**
   * {@return the common prefix of the tokens of all routes of a process}
   *
   * @param instanceId of the running Porty: {@link ModeContext#instanceId}
   */
  public static String ofInstance(String instanceId) {
    return PREFIX + instanceId.substring(0, DIGITS);
  }

  private LoopToken() {}
}
