package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.LinkSignature;
import io.porty.api.route.LinkSignature.Scope;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that hold, and everything that makes one not hold. */
class SignedRouterTest {

  private static final String SECRET = "0123456789abcdef";
  private static final LinkSignature KEY = new LinkSignature("k-1", SECRET);
  private static final Target TARGET = new Target("a.test", 81);
  private static final int MAX_VALIDITY = 1000;

  private final long now = System.currentTimeMillis() / 1000;
  private final Router<HttpRouteRequest> router =
      RouterSettings.of(
              "keys",
              List.of(
                  RouterSettings.of("id", "k-1", "secret", SECRET),
                  RouterSettings.of("id", "k-2", "secret", "another secret of length")),
              "max_validity_seconds",
              (double) MAX_VALIDITY)
          .router(new SignedRouter());

  private RouteAnswer route(String pathAndQuery) {
    return router.route(RouterRequest.get(pathAndQuery));
  }

  private static String link(Target target, long expires, Scope scope) {
    String signature = KEY.sign(target, expires, scope);
    return "porty_host="
        + target.host()
        + "&porty_port="
        + target.port()
        + (!target.scheme().isTls() ? "" : "&porty_scheme=" + target.scheme().text())
        + "&porty_exp="
        + expires
        + "&porty_sig="
        + signature
        + (scope.methods().isEmpty() ? "" : "&porty_method=" + escaped(scope.methods()))
        + (scope.pathPrefix().isEmpty() ? "" : "&porty_path=" + escaped(scope.pathPrefix()));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String good() {
    return link(TARGET, now + 100, Scope.ANY);
  }

  private static void assertRefused(RouteAnswer answer, FailureCode code) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Decision.Respond.class, refusal -> assertThat(refusal.code()).isEqualTo(code.code()));
  }

  /** A client that follows a Location comes back by the same link. */
  @Test
  void aLinkLeadsToItsTargetAndStaysInLocations() {
    for (Target target :
        List.of(TARGET, new Target("::1", 8), new Target(Scheme.HTTPS, "b.test", 443))) {
      for (Scope scope : List.of(Scope.ANY, new Scope("GET,HEAD", ""), new Scope("", "/x"))) {
        String link = link(target, now + 100, scope);
        Decision.To to = (Decision.To) route("/x?" + link);
        assertThat(to.target()).isEqualTo(target);
        assertThat(to.chosenByClient()).as("so that the policy holds for it").isTrue();
        assertThat(to.rewrite().locationQuery()).isEqualTo(link.replace("::1", "%3A%3A1"));
      }
    }
  }

  @Test
  void whatIsNoLinkPassesWithAReason() {
    assertThat(route("/?x=y")).isSameAs(DynamicRouter.MISSING_BOTH);
    assertThat(route("/?porty_sig=k-1.x")).isSameAs(DynamicRouter.MISSING_BOTH);
    assertRefused(route("/?porty_host=a"), FailureCode.BAD_SIGNATURE);
    assertRefused(route("/?porty_port=1"), FailureCode.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "porty_host=a | porty_host=b",
        "porty_port=81 | porty_port=82",
        "porty_exp=. | porty_exp=2",
        "porty_exp=. | porty_exp=0",
        "porty_exp=. | porty_exp=x",
        "porty_sig=k-1. | porty_sig=k-2.",
        "porty_sig=k-1. | porty_sig=k-3.",
        "porty_sig=k-1. | porty_sig=k-1",
        "porty_sig=.* | porty_sig=",
        "porty_sig=.* | x",
        "&porty_exp=[0-9]+ | ''",
        "&porty_port=81 | ''",
        "porty_host=a.test& | ''",
        "$ | &porty_host=a.test",
        "$ | &porty_port=81",
        "$ | &porty_exp=1",
        "$ | &porty_sig=x",
        "$ | &porty_scheme=https",
        "$ | &porty_scheme=http&porty_scheme=http",
        "$ | &porty_method=GET",
        "$ | &porty_method=&porty_method=",
        "$ | &porty_path=/",
        "$ | &porty_path=&porty_path=",
      })
  void aChangedLinkDoesNotHold(String regex, String replacement) {
    assertRefused(route("/?" + good().replaceFirst(regex, replacement)), FailureCode.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "porty_port=81 | porty_port=0",
        "porty_port=81 | porty_port=081",
        "porty_host=a.test | porty_host=127.1",
        "$ | &porty_scheme=ftp",
      })
  void whatIsNoTargetIsRefusedAsThat(String regex, String replacement) {
    assertRefused(route("/?" + good().replaceFirst(regex, replacement)), FailureCode.BAD_TARGET);
  }

  @Test
  void aLinkEndsInTime() {
    assertRefused(route("/?" + link(TARGET, now, Scope.ANY)), FailureCode.LINK_EXPIRED);
    assertRefused(route("/?" + link(TARGET, 1, Scope.ANY)), FailureCode.LINK_EXPIRED);
    assertThat(route("/?" + link(TARGET, now + MAX_VALIDITY, Scope.ANY)))
        .isInstanceOf(Decision.To.class);
    assertRefused(
        route("/?" + link(TARGET, now + MAX_VALIDITY + 60, Scope.ANY)), FailureCode.LINK_EXPIRED);
    Router<HttpRouteRequest> unlimited =
        RouterSettings.of("keys", List.of(RouterSettings.of("id", "k-1", "secret", SECRET)))
            .router(new SignedRouter());
    assertThat(unlimited.route(RouterRequest.get("/?" + link(TARGET, 999_999_999_999L, Scope.ANY))))
        .isInstanceOf(Decision.To.class);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /users, true",
    "HEAD, /users/, true",
    "GET, /users/7, true",
    "GET, //users/./7, true",
    "POST, /users, false",
    "get, /users, false",
    "GE, /users, false",
    "'GET,HEAD', /users, false",
    "GET, /, false",
    "GET, /usersx, false",
    "GET, /user, false",
    "GET, /users/../admin, false",
    "GET, /users/..%2fadmin, false",
    "GET, /users/..;/admin, false",
    "GET, /x/../users/7, false"
  })
  void aScopeCoversMethodsAndWholeSegments(String method, String path, boolean covered) {
    for (String prefix : new String[] {"/users", "/users/", "/users//"}) {
      String link = link(TARGET, now + 100, new Scope("GET,HEAD", prefix));
      RouteAnswer answer = router.route(RouterRequest.get(path + "?" + link).method(method));
      if (covered) {
        assertThat(answer).isInstanceOf(Decision.To.class);
      } else {
        assertRefused(answer, FailureCode.BAD_SIGNATURE);
      }
    }
  }

  @Test
  void aScopeOfTheRootCoversEverything() {
    String link = link(TARGET, now + 100, new Scope("", "/"));
    assertThat(route("/any/../thing?" + link)).isInstanceOf(Decision.To.class);
  }

  @Test
  void keysAreNeededAndHaveNamesOfTheirOwn() {
    RouterSettings none = RouterSettings.of("keys", List.of());
    none.router(new SignedRouter());
    assertThat(none.problems).containsExactly("keys are missing");
    RouterSettings twice = RouterSettings.of("id", "k", "secret", SECRET);
    RouterSettings again = RouterSettings.of("id", "k", "secret", SECRET);
    RouterSettings.of("keys", List.of(twice, again)).router(new SignedRouter());
    assertThat(twice.problems).isEmpty();
    assertThat(again.problems).containsExactly("id \"k\" is a duplicate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "\u00e9"})
  void anIdIsAWord(String id) {
    RouterSettings settings =
        RouterSettings.of("keys", List.of(RouterSettings.of("id", id, "secret", SECRET)));
    assertThatThrownBy(() -> settings.router(new SignedRouter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected letters");
  }

  @Test
  void aSecretIsLong() {
    RouterSettings settings =
        RouterSettings.of(
            "keys", List.of(RouterSettings.of("id", "k", "secret", SECRET.substring(1))));
    assertThatThrownBy(() -> settings.router(new SignedRouter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too short");
  }
}
