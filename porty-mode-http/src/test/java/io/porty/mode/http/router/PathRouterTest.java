package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.FailureCode;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest prefix of whole segments, and the path that its backend gets. */
class PathRouterTest {

  private static RouterSettings rule(Object... namesAndValues) {
    return RouterSettings.of(namesAndValues);
  }

  private static Router<HttpRouteRequest> router(RouterSettings... rules) {
    return RouterSettings.of("rules", List.of(rules)).router(new PathRouter());
  }

  private final Router<HttpRouteRequest> router =
      router(
          rule("prefix", "/api", "target", "api:1", "strip", true),
          rule("prefix", "/api/v2/", "target", "v2:1", "rewrite", "/new"),
          rule("prefix", "/kept", "target", "kept:1"),
          rule("prefix", "/kept/deep", "target", "deep:1"),
          rule("prefix", "/to-root", "target", "root:1", "rewrite", "/"));

  /** Of a path in normal form, the prefix is dropped; any other is replaced as a whole. */
  @ParameterizedTest
  @CsvSource({
    "/api, api, 4, ''",
    "/api/, api, 4, ''",
    "/api/x, api, 4, ''",
    "/api/v2, v2, 7, /new",
    "/api/v2/x, v2, 7, /new",
    "/api/v22, api, 4, ''",
    "/kept, kept, -1, ''",
    "/kept/x/y, kept, -1, ''",
    "/kept/deep/x, deep, -1, ''",
    "/kept/deeper, kept, -1, ''",
    "/kept//x, kept, -1, ''",
    "/to-root/x, root, 8, /",
    "/%61pi/x, api, 2147483647, /x",
    "/x/../api/y, api, 2147483647, /y",
    "//api//v2//x, v2, 2147483647, /new/x",
    "/api//x, api, 2147483647, //x",
    "/to-root/%7Ex, root, 2147483647, /~x",
    "/to-root//x, root, 2147483647, //x"
  })
  void theLongestPrefixDecides(String path, String host, int dropped, String replacement) {
    Decision.To to = (Decision.To) router.route(RouterRequest.get(path));
    assertThat(to.target().host()).isEqualTo(host);
    assertThat(to.chosenByClient()).isFalse();
    assertThat(to.rewrite().dropped().orElse(-1)).isEqualTo(dropped);
    assertThat(to.rewrite().replacement()).isEqualTo(replacement);
  }

  /** For URLs in messages. */
  @Test
  void theBackendsPrefixIsToldWhereItIsAnother() {
    Decision.To v2 = (Decision.To) router.route(RouterRequest.get("/api/v2/x"));
    assertThat(v2.rewrite().prefixes()).isEqualTo(new Rewrite.Prefixes("/api/v2", "/new"));
    Decision.To root = (Decision.To) router.route(RouterRequest.get("/to-root"));
    assertThat(root.rewrite().prefixes()).isEqualTo(new Rewrite.Prefixes("/to-root", ""));
    Router<HttpRouteRequest> same =
        router(
            rule("prefix", "/a", "target", "a:1", "rewrite", "/a/"),
            rule("prefix", "/", "target", "b:1", "rewrite", "/b"));
    assertThat(((Decision.To) same.route(RouterRequest.get("/a/x"))).rewrite().prefixes()).isNull();
    assertThat(((Decision.To) same.route(RouterRequest.get("/x"))).rewrite().prefixes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/apix", "/ap", "/API", "/x/api", "/api/../x", "/api%2fx", "/./x", "/keptx"})
  void othersPass(String path) {
    assertThat(router.route(RouterRequest.get(path))).isEqualTo(Decision.pass());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x//../api/y", "/api//../x", "/%78//%2e%2e/kept"})
  void whatBackendsReadInTwoWaysIsRefused(String path) {
    RouteAnswer answer = router.route(RouterRequest.get(path));
    assertThat(((Decision.Respond) answer).code()).isEqualTo(FailureCode.AMBIGUOUS_PATH.code());
  }

  /** Both readings have the same rule, or none. */
  @Test
  void twoReadingsWithOneRuleAreNone() {
    assertThat(router.route(RouterRequest.get("/x//../y"))).isEqualTo(Decision.pass());
    assertThat(router.route(RouterRequest.get("/kept/a//../b"))).isInstanceOf(Decision.To.class);
  }

  @Test
  void aRuleForTheRootIsForEverything() {
    Router<HttpRouteRequest> all = router(rule("prefix", "/", "target", "all:1"));
    for (String path : new String[] {"/", "/x", "/x/y", "//x"}) {
      assertThat(all.route(RouterRequest.get(path))).isInstanceOf(Decision.To.class);
    }
  }

  /** The number of rules does not matter, nor their hashes. */
  @Test
  void eachOfManyRulesIsFound() {
    List<RouterSettings> rules = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rules.add(rule("prefix", "/p" + i, "target", "h" + i + ":1"));
    }
    Router<HttpRouteRequest> many = RouterSettings.of("rules", rules).router(new PathRouter());
    for (int i = 0; i < 3000; i++) {
      Decision.To to = (Decision.To) many.route(RouterRequest.get("/p" + i + "/x"));
      assertThat(to.target().host()).isEqualTo("h" + i);
      assertThat(many.route(RouterRequest.get("/q" + i))).isEqualTo(Decision.pass());
    }
  }

  @Test
  void mistakesNameTheirKey() {
    RouterSettings none = RouterSettings.of("rules", List.of());
    none.router(new PathRouter());
    assertThat(none.problems).containsExactly("rules are missing");
    RouterSettings first = rule("prefix", "/a", "target", "a:1");
    RouterSettings second = rule("prefix", "/a/", "target", "b:1");
    RouterSettings both = rule("prefix", "/b", "target", "a:1", "strip", true, "rewrite", "/c");
    router(first, second, both);
    assertThat(first.problems).isEmpty();
    assertThat(second.problems).containsExactly("prefix \"/a/\" is a duplicate");
    assertThat(both.problems).containsExactly("strip conflicts with rewrite");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "/a b", "/a?b", "/a#b", "/../a", "/./a", "/%61", "//a", "/a\u00e9"})
  void aPrefixIsANormalPath(String prefix) {
    assertThatThrownBy(() -> router(rule("prefix", prefix, "target", "a:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a path");
  }
}
