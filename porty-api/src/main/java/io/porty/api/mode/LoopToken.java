package io.porty.api.mode;

import java.util.Locale;

/**
 * The word by which a route of a running Porty signs a request that it passes on, as the pseudonym
 * of Via (RFC 9110 section 7.6.3) or in CDN-Loop (RFC 8586): {@code porty-} and eight digits. Four
 * of them are the process's, four the route's, so that a request may pass several routes of one
 * process and still be known when it comes round again.
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
   * {@return what the tokens of all routes of a running Porty begin with}
   *
   * @param instanceId of the running Porty: {@link ModeContext#instanceId}
   */
  public static String ofInstance(String instanceId) {
    return PREFIX + instanceId.substring(0, DIGITS);
  }

  private LoopToken() {}
}
