package io.porty.mode.http.router;

import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a client on its target by a cookie. Its value says nothing about the backend: a part of the
 * hash of its address.
 */
final class StickyCookie implements Router<HttpRouteRequest> {

  private static final int CHARACTERS = 12;

  private final Decision.Among among;
  private final String cookie;
  private final Map<String, Decision> known = new HashMap<>();
  private final List<Decision> fresh = new ArrayList<>();

  /**
   * @param seconds how long the cookie lives; 0 is a browser session
   */
  StickyCookie(Decision.Among among, String cookie, long seconds) {
    this.among = among;
    this.cookie = cookie;
    String age = seconds == 0 ? "" : "; Max-Age=" + seconds;
    for (Decision.To choice : among.choices()) {
      String value = value(choice.target().toString());
      known.put(value, choice);
      fresh.add(
          choice.with(
              Rewrite.none()
                  .addToResponse(
                      "Set-Cookie",
                      cookie + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + age)));
    }
  }

  private static String value(String target) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public RouteAnswer route(HttpRouteRequest request) {
    Decision kept = request.cookie(cookie).map(known::get).orElse(null);
    if (kept != null) {
      return kept;
    }
    Decision.To chosen = among.choose(ThreadLocalRandom.current().nextLong());
    return fresh.get(among.choices().indexOf(chosen));
  }
}
