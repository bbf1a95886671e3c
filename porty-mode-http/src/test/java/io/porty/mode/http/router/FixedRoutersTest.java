package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routers among targets of the configuration: header, cookie, host, weighted. */
class FixedRoutersTest {

  private static RouterSettings rule(String value, String target) {
    return RouterSettings.of("value", value, "target", target);
  }

  private static RouterSettings weight(String target, long weight) {
    return RouterSettings.of("target", target, "weight", weight);
  }

  private static Router<HttpRouteRequest> weighted(Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "targets";
    all[1] = List.of(weight("a:1", 10), weight("b:1", 30), weight("c:1", 0));
    System.arraycopy(more, 0, all, 2, more.length);
    return RouterSettings.of(all).router(new WeightedRouter());
  }

  private static String host(RouteAnswer answer) {
    return answer instanceof Decision.To to ? to.target().host() : "none";
  }

  private static Router<HttpRouteRequest> byHeader(RouterSettings... rules) {
    return RouterSettings.of("name", "X-Tenant", "rules", List.of(rules))
        .router(ValueRouter.header());
  }

  private static Router<HttpRouteRequest> byCookie(RouterSettings... rules) {
    return RouterSettings.of("name", "v", "rules", List.of(rules)).router(ValueRouter.cookie());
  }

  @ParameterizedTest
  @CsvSource({
    "one, a, a",
    "two, b, b",
    "One, none, any",
    "on, none, any",
    "'', none, any",
    "*, any, any"
  })
  void aWholeValueDecides(String value, String strict, String open) {
    RouterSettings one = rule("one", "a:1");
    RouterSettings two = rule("two", "b:1");
    RouterSettings any = rule("*", "any:1");
    RouterRequest header = RouterRequest.get("/", "x-tenant", value);
    RouterRequest cookie = RouterRequest.get("/", "Cookie", "w=one; v=" + value);
    if (!value.equals("*")) {
      assertThat(host(byHeader(one, two).route(header))).isEqualTo(strict);
      assertThat(host(byCookie(one, two).route(cookie))).isEqualTo(strict);
    }
    assertThat(host(byHeader(one, two, any).route(header))).isEqualTo(open);
    assertThat(host(byCookie(one, two, any).route(cookie))).isEqualTo(open);
  }

  /** Router and backend might read different ones. */
  @Test
  void aRepeatedOrMissingValuePasses() {
    RouterSettings one = rule("one", "a:1");
    RouterSettings any = rule("*", "any:1");
    for (RouterRequest request :
        List.of(
            RouterRequest.get("/"),
            RouterRequest.get("/", "X-Tenant", "one", "x-tenant", "one"),
            RouterRequest.get("/", "Cookie", "v=one; v=one"),
            RouterRequest.get("/", "Cookie", "v=one", "Cookie", "v=two"))) {
      assertThat(byHeader(one, any).route(request)).isEqualTo(Decision.pass());
      assertThat(byCookie(one, any).route(request)).isEqualTo(Decision.pass());
    }
  }

  @Test
  void valueRulesAreNeededAndDiffer() {
    RouterSettings none = RouterSettings.of("name", "X", "rules", List.of());
    none.router(ValueRouter.header());
    assertThat(none.problems).containsExactly("rules are missing");
    RouterSettings first = rule("one", "a:1");
    RouterSettings second = rule("one", "b:1");
    byCookie(first, second);
    assertThat(first.problems).isEmpty();
    assertThat(second.problems).containsExactly("value \"one\" is a duplicate");
  }

  @Test
  void hostDecidesForRoutesWithHostsAndATarget() {
    Target target = new Target("a", 1);
    RouterSettings settings = RouterSettings.of();
    RouterRequest request = RouterRequest.get("/");
    assertThat(settings.router(new HostRouter(), List.of("x"), target).route(request))
        .isEqualTo(Decision.to(target, "host"));
    assertThat(settings.router(new HostRouter(), List.of(), target).route(request))
        .isEqualTo(Decision.pass());
    assertThat(settings.router(new HostRouter(), List.of("x"), null).route(request))
        .isEqualTo(Decision.pass());
  }

  @Test
  void withoutAKeyEachRequestIsDrawn() {
    for (Router<HttpRouteRequest> router :
        List.of(weighted(), weighted("sticky", "header", "header", "X-User"))) {
      assertThat(router.route(RouterRequest.get("/"))).isInstanceOf(Decision.Weighted.class);
      assertThat(router.route(RouterRequest.get("/", "X-User", "a", "X-User", "a")))
          .isInstanceOf(Decision.Weighted.class);
    }
  }

  /** 10, 30 and 60 of 100, and none for weight 0. */
  @Test
  void keysAreSharedByWeightAndKept() {
    Router<HttpRouteRequest> router =
        RouterSettings.of(
                "targets",
                List.of(weight("a:1", 10), weight("b:1", 30), weight("c:1", 0), weight("d:1", 60)),
                "sticky",
                "header",
                "header",
                "X-User")
            .router(new WeightedRouter());
    Map<String, Integer> counts = new HashMap<>();
    for (int user = 0; user < 10_000; user++) {
      RouterRequest request = RouterRequest.get("/", "X-User", "user" + user);
      String host = host(router.route(request));
      counts.merge(host, 1, Integer::sum);
      assertThat(host(router.route(request))).isEqualTo(host);
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder("a", "b", "d");
    assertThat(counts.get("a")).isBetween(900, 1100);
    assertThat(counts.get("b")).isBetween(2850, 3150);
  }

  /** As few keys as possible move, and only to the target that has gained. */
  @Test
  void aChangedWeightMovesFewKeys() {
    Router<HttpRouteRequest> before = weighted("sticky", "header", "header", "X-User");
    Router<HttpRouteRequest> after =
        RouterSettings.of(
                "targets",
                List.of(weight("a:1", 20), weight("b:1", 30), weight("c:1", 0)),
                "sticky",
                "header",
                "header",
                "X-User")
            .router(new WeightedRouter());
    int moved = 0;
    for (int user = 0; user < 4000; user++) {
      RouterRequest request = RouterRequest.get("/", "X-User", "user" + user);
      String now = host(after.route(request));
      if (!now.equals(host(before.route(request)))) {
        assertThat(now).isEqualTo("a");
        moved++;
      }
    }
    // From a quarter of the keys to two fifths.
    assertThat(moved).isBetween(480, 720);
  }

  /** Machines and versions agree, so that a fleet keeps a client on one target. */
  @Test
  void theHashIsFnv1a() {
    assertThat(RendezvousHash.hash("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(RendezvousHash.hash("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void aClientIsKeptByItsAddressWhateverItsPort() {
    Router<HttpRouteRequest> router = weighted("sticky", "client");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      String address = "192.0.2." + i;
      String host =
          host(router.route(RouterRequest.get("/").by(new InetSocketAddress(address, 1))));
      seen.add(host);
      assertThat(host(router.route(RouterRequest.get("/").by(new InetSocketAddress(address, 2)))))
          .isEqualTo(host);
    }
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
    assertThat(WeightedRouter.address(new InetSocketAddress("192.0.2.1", 1)))
        .isEqualTo("192.0.2.1");
    assertThat(WeightedRouter.address(UnixDomainSocketAddress.of(""))).isEqualTo("unix");
    assertThat(WeightedRouter.address(InetSocketAddress.createUnresolved("a", 1)))
        .isEqualTo("unix");
  }

  @Test
  void aCookieKeepsAClientOnItsTarget() {
    Router<HttpRouteRequest> router =
        weighted("sticky", "cookie", "cookie", "at", "cookie_max_age_seconds", 60.0);
    Map<String, String> cookies = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      Decision.To first = (Decision.To) router.route(RouterRequest.get("/"));
      String line = first.rewrite().response().lines().get(0).value();
      assertThat(line).matches("at=[0-9a-f]{12}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
      cookies.put(line.substring(3, 15), first.target().host());
    }
    assertThat(cookies.values()).containsExactlyInAnyOrder("a", "b");
    cookies.forEach(
        (value, host) -> {
          RouteAnswer again = router.route(RouterRequest.get("/", "Cookie", "x=y; at=" + value));
          assertThat(host(again)).isEqualTo(host);
          assertThat(((Decision.To) again).rewrite().response().lines()).isEmpty();
        });
    Decision.To forged = (Decision.To) router.route(RouterRequest.get("/", "Cookie", "at=x"));
    assertThat(forged.rewrite().response().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "lax, false, SameSite=Lax",
    "lax, true, SameSite=Lax; Secure",
    "strict, false, SameSite=Strict",
    "none, false, SameSite=None; Secure",
    "none, true, SameSite=None; Secure"
  })
  void aCookieIsSecureOverHttps(String sameSite, boolean https, String end) {
    Router<HttpRouteRequest> router = weighted("sticky", "cookie", "cookie_same_site", sameSite);
    RouterRequest request = https ? RouterRequest.get("/").secure() : RouterRequest.get("/");
    Decision.To to = (Decision.To) router.route(request);
    assertThat(to.rewrite().response().lines().get(0).value())
        .startsWith("porty_target=")
        .endsWith("; Path=/; HttpOnly; " + end);
  }

  @Test
  void weightsAreNeededAndTargetsDiffer() {
    RouterSettings none = RouterSettings.of("targets", List.of());
    assertThat(none.router(new WeightedRouter()).route(RouterRequest.get("/")))
        .isEqualTo(Decision.pass());
    assertThat(none.problems).containsExactly("targets are missing");
    RouterSettings zero = RouterSettings.of("targets", List.of(weight("a:1", 0)));
    zero.router(new WeightedRouter());
    assertThat(zero.problems).containsExactly("targets have no weight above 0");
    RouterSettings again = weight("a:1", 2);
    RouterSettings twice = RouterSettings.of("targets", List.of(weight("a:1", 1), again));
    twice.router(new WeightedRouter());
    assertThat(again.problems).containsExactly("target a:1 is a duplicate");
  }
}
