package io.porty.mode.http.router;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a client on its target by a cookie, whose value is a part of the hash of the target and
 * discloses no address.
 */
final class StickyCookie implements Router<HttpRouteRequest> {

  private static final int CHARACTERS = 12;

  private final Decision.Weighted among;
  private final String cookie;
  private final Map<String, Integer> known = new HashMap<>();
  private final Map<Target, Attributes> fresh = new HashMap<>();

  /** The Set-Cookie values for new clients, over http and https. */
  private record Attributes(Rewrite plain, Rewrite secure) {}

  /**
   * @param attributes of the cookie, each with a preceding semicolon
   * @param alwaysSecure whether the cookie is Secure for all requests
   */
  StickyCookie(Decision.Weighted among, String cookie, String attributes, boolean alwaysSecure) {
    this.among = among;
    this.cookie = cookie;
    for (int i = 0; i < among.candidates().size(); i++) {
      Target target = among.candidates().get(i).target();
      String value = value(target.toString());
      known.put(value, i);
      String line = cookie + "=" + value + "; Path=/; HttpOnly" + attributes;
      Rewrite secure = Rewrite.none().addToResponse("Set-Cookie", line + "; Secure");
      Rewrite plain = alwaysSecure ? secure : Rewrite.none().addToResponse("Set-Cookie", line);
      fresh.put(target, new Attributes(plain, secure));
    }
  }

  private static String value(String target) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("SHA-256 is missing in this JVM", e);
    }
  }

  /** If a client's target is down, the same fallback serves it each time. */
  @Override
  public RouteAnswer route(HttpRouteRequest request) {
    Integer kept = request.cookie(cookie).map(known::get).orElse(null);
    if (kept != null) {
      return among.choice(kept, RendezvousHash.hash(WeightedRouter.address(request.client())));
    }
    Decision.To chosen = among.choose(ThreadLocalRandom.current().nextLong());
    Attributes told = Objects.requireNonNull(fresh.get(chosen.target()));
    return chosen.with(request.isSecure() ? told.secure() : told.plain());
  }
}
