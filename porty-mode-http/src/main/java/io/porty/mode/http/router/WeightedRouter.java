package io.porty.mode.http.router;

import io.porty.api.AddressText;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Candidate;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The router {@code weighted}: distributes requests over several targets by weight, for canaries; a
 * target that cannot be connected is replaced by the others. Clients can be kept on a target by a
 * cookie, or by a hash that reassigns as few clients as possible when weights change.
 */
public final class WeightedRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<Target> TARGET = Key.target("target", null, "One of the targets");

  private static final Key<Integer> WEIGHT =
      Key.integer(
          "weight",
          1,
          0,
          1_000_000,
          "Its share of the requests; 0 takes no new clients, but is tried if all others fail");

  private static final Key<List<Settings>> TARGETS =
      Key.tables("targets", List.of(TARGET, WEIGHT), "Targets and their weights");

  private static final Key<String> STICKY =
      Key.choice(
          "sticky",
          "none",
          List.of("none", "cookie", "client", "header"),
          "How a client is kept on a target: by a cookie that Porty sets, its address, or the value of a header");

  private static final Key<String> COOKIE =
      Token.key(
          "cookie", "porty_target", "Name of the cookie, with sticky = \"cookie\"", "porty_target");

  private static final Key<Duration> MAX_AGE =
      Key.seconds(
          "cookie_max_age_seconds",
          0,
          0,
          31_536_000,
          "Lifetime of the cookie; 0 means the browser session");

  private static final Key<String> SAME_SITE =
      Key.choice(
          "cookie_same_site",
          "lax",
          List.of("lax", "strict", "none"),
          "SameSite of the cookie; none requires https");

  private static final Key<String> HEADER =
      Token.key("header", null, "Name of the header, with sticky = \"header\"", "X-User");

  @Override
  public String name() {
    return "weighted";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(TARGETS, STICKY, COOKIE, MAX_AGE, SAME_SITE, HEADER);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    List<Candidate> candidates = candidates(settings);
    if (candidates.stream().noneMatch(c -> c.weight() > 0)) {
      settings.report(
          TARGETS,
          candidates.isEmpty() ? "are missing" : "have no weight above 0",
          "Add a table [[routes.weighted.targets]] with target and weight.");
      return request -> Decision.pass();
    }
    Decision.Weighted among = Decision.weighted(candidates, name());
    RendezvousHash hashed = new RendezvousHash(among);
    return switch (settings.get(STICKY)) {
      case "cookie" -> sticky(among, settings);
      case "client" -> request -> hashed.choose(address(request.client()));
      case "header" -> {
        String header = settings.get(HEADER);
        yield request ->
            request.isRepeated(header)
                ? among
                : request.header(header).<Decision>map(hashed::choose).orElse(among);
      }
      default -> request -> among;
    };
  }

  /** Browsers accept SameSite=None only with Secure. */
  private static Router<HttpRouteRequest> sticky(Decision.Weighted among, Settings settings) {
    String sameSite = settings.get(SAME_SITE);
    long seconds = settings.get(MAX_AGE).toSeconds();
    String attributes =
        "; SameSite="
            + Character.toUpperCase(sameSite.charAt(0))
            + sameSite.substring(1)
            + (seconds == 0 ? "" : "; Max-Age=" + seconds);
    return new StickyCookie(among, settings.get(COOKIE), attributes, sameSite.equals("none"));
  }

  private static List<Candidate> candidates(Settings settings) {
    List<Candidate> candidates = new ArrayList<>();
    Set<Target> seen = new HashSet<>();
    for (Settings table : settings.get(TARGETS)) {
      Target target = table.get(TARGET);
      if (!seen.add(target)) {
        table.report(
            TARGET, target + " is a duplicate", "Write each target once, with one weight.");
      }
      candidates.add(new Candidate(target, table.get(WEIGHT)));
    }
    return candidates;
  }

  static String address(SocketAddress client) {
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? AddressText.of(inet.getAddress())
        : "unix";
  }
}
