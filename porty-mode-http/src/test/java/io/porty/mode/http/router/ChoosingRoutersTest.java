package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers by which a client chooses its backend: subdomain, target_header, dynamic. */
class ChoosingRoutersTest {

  private final Router<HttpRouteRequest> subdomain =
      RouterSettings.of("domain", "Dev.Test", "suffix", ".internal").router(new SubdomainRouter());
  private final Router<HttpRouteRequest> header =
      RouterSettings.of().router(new TargetHeaderRouter());
  private final Router<HttpRouteRequest> dynamic = DynamicRouter.router();

  private static Decision.To to(RouteAnswer answer) {
    assertThat(answer).isInstanceOf(Decision.To.class);
    Decision.To to = (Decision.To) answer;
    assertThat(to.chosenByClient()).as("so that the policy holds for it").isTrue();
    return to;
  }

  private static void assertRefused(RouteAnswer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Decision.Respond.class,
            refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.BAD_TARGET.code()));
  }

  /** Porty asks for a target policy where one of them is configured. */
  @Test
  void eachSaysThatClientsChoose() {
    for (RouterFactory<HttpRouteRequest> factory :
        List.of(new SubdomainRouter(), new TargetHeaderRouter(), new DynamicRouter())) {
      assertThat(factory.clientChoosesTarget()).as(factory.name()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api-80.dev.test, api.internal:80",
    "API-80.DEV.TEST, api.internal:80",
    "api-80.dev.test:9090, api.internal:80",
    "api-80.dev.test., api.internal:80",
    "a-b-8.dev.test, a-b.internal:8",
    "a.b-8.dev.test, a.b.internal:8",
    "0-8.dev.test, 0.internal:8"
  })
  void aSubdomainNamesHostAndPort(String host, String target) {
    RouterRequest request = RouterRequest.get("/", "Host", host);
    Decision.To first = to(subdomain.route(request));
    assertThat(first.target()).isEqualTo(Target.parse(target));
    assertThat(subdomain.route(request)).as("from the cache").isSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "dev.test", "other.test", "api-80.xdev.test", "api-80.dev.test.x"})
  void otherHostsPass(String host) {
    assertThat(subdomain.route(RouterRequest.get("/", "Host", host))).isEqualTo(Decision.pass());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".dev.test",
        "api.dev.test",
        "api-.dev.test",
        "-80.dev.test",
        "api-0.dev.test",
        "-.dev.test",
        "api-080.dev.test",
        "api-65536.dev.test",
        "a..b-80.dev.test",
        "a--80.dev.test",
        "80.dev.test"
      })
  void aSubdomainThatNamesNoTargetIsRefused(String host) {
    assertRefused(subdomain.route(RouterRequest.get("/", "Host", host)));
  }

  @ParameterizedTest
  @CsvSource({
    "a.test:81, a.test:81",
    "[::1]:8, [::1]:8",
    "http://a.test:81, a.test:81",
    "https://a.test, https://a.test:443",
    "https://a.test:81, https://a.test:81",
    "https://[::1], https://[::1]:443",
    "http://a.test, a.test:80",
    "10.0.0.1:1, 10.0.0.1:1"
  })
  void aHeaderNamesTheTargetAndIsNotForwarded(String value, String target) {
    RouterRequest request = RouterRequest.get("/", "x-porty-target", value);
    Decision.To first = to(header.route(request));
    assertThat(first.target()).isEqualTo(Target.parse(target));
    assertThat(first.rewrite().request().dropped()).containsExactly("x-porty-target");
    assertThat(header.route(request)).as("from the cache").isSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.test",
        "[::1]",
        "::1:80",
        "::1",
        "https://::1",
        "a.test:",
        "a.test:0",
        "a.test:80:80",
        ":80",
        "ftp://a.test",
        "://a.test:1",
        "HTTPS://a.test",
        "https://",
        "https://a.test:",
        "a b:1",
        "[a]:1",
        "a.test:80/",
        "u@a.test:80"
      })
  void aHeaderThatNamesNoTargetIsRefused(String value) {
    assertRefused(header.route(RouterRequest.get("/", "X-Porty-Target", value)));
  }

  /** Also if the first of them is known. */
  @Test
  void aRepeatedHeaderIsRefused() {
    to(header.route(RouterRequest.get("/", "X-Porty-Target", "a:1")));
    assertRefused(
        header.route(RouterRequest.get("/", "X-Porty-Target", "a:1", "X-Porty-Target", "a:1")));
    assertThat(header.route(RouterRequest.get("/")))
        .isInstanceOfSatisfying(
            Decision.Pass.class, pass -> assertThat(pass.whenNoneDecides()).isNotNull());
  }

  /** A client that follows a Location comes back by the same parameters, as it has sent them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "porty_host=a&porty_port=1",
        "porty_host=%61.test&porty_port=%38&porty_scheme=h2c",
        "porty_host=a&porty_scheme=https"
      })
  void aDynamicTargetStaysInLocations(String query) {
    for (int i = 0; i < 2; i++) {
      assertThat(to(dynamic.route(RouterRequest.get("/?" + query))).rewrite().locationQuery())
          .isEqualTo(query);
    }
  }

  /** One value apart, or the same bytes in another place. */
  @Test
  void noDecisionIsTakenForAnother() {
    String[] queries = {
      "porty_host=a&porty_port=11",
      "porty_host=a1&porty_port=1",
      "porty_host=a&porty_port=12",
      "porty_host=b&porty_port=11",
      "porty_host=A&porty_port=11",
      "porty_host=a&porty_port=11&porty_scheme=https",
      "porty_host=a&porty_port=11&porty_scheme=h2c",
      "porty_host=%61&porty_port=11",
      // The same hash: "Aa" and "BB".
      "porty_host=Aa&porty_port=1",
      "porty_host=BB&porty_port=1",
    };
    for (int round = 0; round < 3; round++) {
      for (String query : queries) {
        Decision.To to = to(dynamic.route(RouterRequest.get("/?x=y&" + query)));
        assertThat(to.rewrite().locationQuery()).isEqualTo(query);
      }
    }
    RouterRequest known = RouterRequest.get("/?porty_host=BB&porty_port=1");
    RouteAnswer first = dynamic.route(known);
    assertThat(dynamic.route(known)).as("from the cache").isSameAs(first);
    for (String host : new String[] {"Aa-1.dev.test", "BB-1.dev.test", "Aa-1.dev.test"}) {
      assertThat(to(subdomain.route(RouterRequest.get("/", "Host", host))).target().host())
          .isEqualTo(host.substring(0, 2).toLowerCase() + ".internal");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', true", "x=y, true", "porty_port=1, false", "porty_scheme=http, false"})
  void withoutAHostThereIsNoTarget(String query, boolean passes) {
    RouteAnswer answer = dynamic.route(RouterRequest.get("/?" + query));
    if (passes) {
      assertThat(answer).isSameAs(DynamicRouter.MISSING_BOTH);
    } else {
      assertRefused(answer);
    }
  }

  @Test
  void aLongAuthorityIsNotKept() {
    String name = ("a".repeat(60) + ".").repeat(3) + "a-1.dev.test";
    String longest = name + ":" + "9".repeat(512 - name.length() - 1);
    RouterRequest kept = RouterRequest.get("/", "Host", longest);
    assertThat(subdomain.route(kept)).isSameAs(subdomain.route(kept));
    RouterRequest longer = RouterRequest.get("/", "Host", longest + "9");
    assertThat(subdomain.route(longer)).isNotSameAs(subdomain.route(longer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a.", "a..b", "a b", "*.a"})
  void aDomainIsAName(String domain) {
    assertThatThrownBy(() -> RouterSettings.of("domain", domain).router(new SubdomainRouter()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                RouterSettings.of("domain", "a", "suffix", domain + "x.")
                    .router(new SubdomainRouter()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "Host", "\u00e9"})
  void aHeaderHasATokenForAName(String name) {
    assertThatThrownBy(() -> RouterSettings.of("name", name).router(new TargetHeaderRouter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a name");
  }
}
