package io.porty.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.LinkSignature;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.testkit.TestPorty;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routers besides host, dynamic and fixed, from the client's side. */
class RoutersTest {

  private static final String PATHS =
      """
      routers = ["path", "fixed"]
      target = "{site}"
      [[routes.path.rules]]
      prefix = "/api"
      target = "{api}"
      strip = true
      [[routes.path.rules]]
      prefix = "/api/v2/"
      target = "{v2}"
      rewrite = "/new"
      [[routes.path.rules]]
      prefix = "/kept"
      target = "{api}"
      """;

  @ParameterizedTest
  @CsvSource({
    "/, site, /",
    "/apix, site, /apix",
    "/api, api, /",
    "/api?a=1, api, /?a=1",
    "/api/, api, /",
    "/api/users?id=7, api, /users?id=7",
    "/api/v2, v2, /new",
    "/api/v2/x, v2, /new/x",
    "/api/v22, api, /v22",
    "/kept/x?y, api, /kept/x?y",
    "/%61pi/users, api, /users",
    "/%61%70%69, api, /",
    "/x/../api/y, api, /y",
    "/./api/y?q=../z, api, /y?q=../z",
    "/api/../secret, site, /api/../secret",
    "/api/%2e%2e/secret, site, /api/%2e%2e/secret",
    "/api%2Fusers, site, /api%2Fusers",
    "/API, site, /API",
    "/kept/./x, api, /kept/./x",
    "/api/v2/%7Ea, v2, /new/~a",
    "//api/users, api, /users",
    "/api//v2//x, v2, /new/x",
    "/x//../y, site, /x//../y",
    "/kept//x, api, /kept//x",
    "//kept/x, api, //kept/x",
    "/api;v=1/x, site, /api;v=1/x",
  })
  void pathTakesTheLongestPrefixOfWholeSegments(String sent, String backend, String seen) {
    try (TestPorty porty = TestPorty.with().backends("site", "api", "v2").route(PATHS);
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.get(sent).body()).isEqualTo(backend);
      assertThat(porty.backend(backend).last().uri()).isEqualTo(seen);
    }
  }

  /** nginx makes one slash of two before it goes up, RFC 3986 does not: where would it go? */
  @ParameterizedTest
  @ValueSource(strings = {"/x//../api/y", "/api//../x", "/%78//%2e%2e/kept"})
  void pathRefusesWhatWouldGoElsewhereIfReadInAnotherWay(String path) {
    try (TestPorty porty = TestPorty.with().backends("site", "api", "v2").route(PATHS);
        RawClient client = RawClient.to(porty.port())) {
      Wire.Message answer = client.get(path);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("ambiguous_path");
    }
  }

  @Test
  void pathLeavesEmptySegmentsAlone() {
    try (Backend backend = Backend.ok("api");
        RunningPorty porty =
            RunningPorty.dynamic(
                "routers = [\"path\"]",
                "[[routes.path.rules]]",
                "prefix = \"/api\"",
                "target = \"127.0.0.1:" + backend.port() + "\"",
                "strip = true");
        RawClient client = porty.connect()) {
      client.get("/api//users//");
      assertThat(backend.requests().get(0).target()).isEqualTo("//users//");
    }
  }

  @Test
  void headerSendsEachValueToItsTarget() {
    try (TestPorty porty =
        TestPorty.with()
            .backends("site", "acme", "other")
            .route(
                """
                routers = ["header", "fixed"]
                target = "{site}"
                [routes.header]
                name = "X-Tenant"
                [[routes.header.rules]]
                value = "acme"
                target = "{acme}"
                [[routes.header.rules]]
                value = "*"
                target = "{other}"
                """)) {
      assertThat(porty.get("/").body()).isEqualTo("site");
      assertThat(porty.get("/", "x-tenant", "acme").body()).isEqualTo("acme");
      assertThat(porty.get("/", "X-Tenant", "Acme").body()).isEqualTo("other");
      assertThat(porty.backend("acme").last().headers().get("X-Tenant")).containsExactly("acme");
    }
  }

  @Test
  void cookieSendsEachValueToItsTarget() {
    try (TestPorty porty =
        TestPorty.with()
            .backends("site", "beta")
            .route(
                """
                routers = ["cookie", "fixed"]
                target = "{site}"
                [routes.cookie]
                name = "version"
                [[routes.cookie.rules]]
                value = "beta"
                target = "{beta}"
                """)) {
      assertThat(porty.get("/").body()).isEqualTo("site");
      assertThat(porty.get("/", "Cookie", "a=b; version=beta; c=d").body()).isEqualTo("beta");
      assertThat(porty.get("/", "Cookie", "version=\"beta\"").body()).isEqualTo("beta");
      assertThat(porty.get("/", "Cookie", "Version=beta; xversion=beta").body()).isEqualTo("site");
    }
  }

  private static String weighted(String sticky, int first, int second) {
    return "routers = [\"weighted\"]\n[routes.weighted]\n"
        + sticky
        + "\n[[routes.weighted.targets]]\ntarget = \"{one}\"\nweight = "
        + first
        + "\n[[routes.weighted.targets]]\ntarget = \"{two}\"\nweight = "
        + second
        + "\n";
  }

  private static Map<String, Integer> count(TestPorty porty, int requests) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(porty.get("/").body(), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void weightedGivesEachTargetItsShare() {
    try (TestPorty porty = TestPorty.with().backends("one", "two").route(weighted("", 3, 1))) {
      Map<String, Integer> counts = count(porty, 400);
      assertThat(counts.get("one")).as("of 400, three quarters").isBetween(250, 350);
      assertThat(counts.get("one") + counts.get("two")).isEqualTo(400);
    }
  }

  @Test
  void weightedTurnsToTheOthersWhenATargetCannotBeConnectedTo() {
    try (TestPorty porty = TestPorty.with().backends("one", "two").route(weighted("", 1, 1))) {
      porty.backend("one").close();
      assertThat(count(porty, 50)).isEqualTo(Map.of("two", 50));
    }
  }

  @Test
  void weightedKeepsAClientByItsCookie() {
    try (TestPorty porty =
        TestPorty.with().backends("one", "two").route(weighted("sticky = \"cookie\"", 1, 1))) {
      HttpResponse<String> first = porty.get("/");
      String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).matches("porty_target=[0-9a-f]{12}; Path=/; HttpOnly; SameSite=Lax");
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> next = porty.get("/", "Cookie", cookie.split(";")[0]);
        assertThat(next.body()).isEqualTo(first.body());
        assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
      }
    }
  }

  @Test
  void weightedKeepsAClientByItsAddressOrAHeader() {
    try (TestPorty porty =
        TestPorty.with().backends("one", "two").route(weighted("sticky = \"client\"", 1, 1))) {
      assertThat(count(porty, 20)).hasSize(1);
    }
    try (TestPorty porty =
        TestPorty.with()
            .backends("one", "two")
            .route(weighted("sticky = \"header\"\nheader = \"X-User\"", 1, 1))) {
      Map<String, Integer> counts = new HashMap<>();
      for (int user = 0; user < 100; user++) {
        String body = porty.get("/", "X-User", "user" + user).body();
        assertThat(porty.get("/", "X-User", "user" + user).body()).isEqualTo(body);
        counts.merge(body, 1, Integer::sum);
      }
      assertThat(counts.get("one")).isBetween(25, 75);
      counts.clear();
      for (int i = 0; i < 60; i++) {
        // Twice: it decides nothing, so that chance does.
        counts.merge(porty.get("/", "X-User", "a", "X-User", "b").body(), 1, Integer::sum);
      }
      assertThat(counts).hasSize(2);
    }
  }

  @Test
  void subdomainNamesHostAndPort() {
    try (TestPorty porty =
            TestPorty.with()
                .backends("one")
                .route(
                    "routers = [\"subdomain\"]\n[routes.subdomain]\ndomain = \"dev.example.com\"\n");
        RawClient client = RawClient.to(porty.port())) {
      int backend = porty.backend("one").port();
      assertThat(get(client, "localhost-" + backend + ".dev.example.com")).isEqualTo("one");
      assertThat(get(client, "LOCALHOST-" + backend + ".Dev.example.com:8080")).isEqualTo("one");
      assertThat(get(client, "api.dev.example.com")).startsWith("400 Invalid host");
      assertThat(get(client, "api-0.dev.example.com")).startsWith("400 Invalid host");
      assertThat(get(client, "api-3000.other.example.com")).startsWith("421 ");
      assertThat(get(client, "169.254.169.254-80.dev.example.com")).startsWith("403 ");
    }
  }

  private static String get(RawClient client, String host) {
    return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").message().body();
  }

  @Test
  void targetHeaderNamesHostAndPortAndIsNotPassedOn() {
    try (TestPorty porty =
            TestPorty.with().backends("one", "two").route("routers = [\"target_header\"]\n");
        RawClient client = RawClient.to(porty.port())) {
      for (String backend : new String[] {"one", "two", "one"}) {
        String target = porty.backend(backend).target();
        assertThat(porty.get("/a?b", "x-porty-target", target).body()).isEqualTo(backend);
        assertThat(porty.backend(backend).last().headers()).doesNotContainKey("X-Porty-Target");
        assertThat(porty.backend(backend).last().uri()).isEqualTo("/a?b");
      }
      assertThat(porty.get("/").body()).isEqualTo("400 Missing header X-Porty-Target\n");
      for (String wrong :
          new String[] {"api", "api:0", "a b:80", ":80", "api:80:80", "::1:80", "unix:/x"}) {
        assertThat(porty.get("/", "X-Porty-Target", wrong).statusCode()).as(wrong).isEqualTo(400);
      }
      String target = porty.backend("one").target();
      assertThat(
              client
                  .send(
                      "GET / HTTP/1.1\r\nHost: a\r\nX-Porty-Target: "
                          + target
                          + "\r\nX-Porty-Target: "
                          + target
                          + "\r\n\r\n")
                  .message()
                  .body())
          .startsWith("400 Repeated header");
      assertThat(porty.get("/", "X-Porty-Target", "169.254.169.254:80").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void signedTakesOnlyIssuedLinksThatAreNotTooOld() {
    String secret = "0123456789abcdef0123456789abcdef";
    try (TestPorty porty =
        TestPorty.with()
            .backends("one")
            .route(
                "routers = [\"signed\"]\n[routes.signed]\nmax_validity_seconds = 7200\n"
                    + "[[routes.signed.keys]]\nid = \"a\"\nsecret = \""
                    + secret
                    + "\"\n[[routes.signed.keys]]\nid = \"b\"\nsecret = \"another secret of length\"\n")) {
      Target target = new Target("127.0.0.1", porty.backend("one").port());
      LinkSignature key = new LinkSignature("a", secret);
      long now = System.currentTimeMillis() / 1000;
      String good = link(target, now + 3600, key.sign(target, now + 3600));

      assertThat(porty.get("/x?id=7&" + good).body()).isEqualTo("one");
      assertThat(porty.backend("one").last().uri()).isEqualTo("/x?id=7");
      assertThat(
              porty
                  .get(
                      "/?"
                          + link(
                              target,
                              now + 60,
                              new LinkSignature("b", "another secret of length")
                                  .sign(target, now + 60)))
                  .statusCode())
          .isEqualTo(200);
      assertThat(porty.get("/").statusCode()).isEqualTo(400);
      for (String bad :
          new String[] {
            good.replaceAll("porty_port=\\d+", "porty_port=1"),
            good.replace("127.0.0.1", "127.0.0.2"),
            good.replaceAll("porty_exp=\\d+", "porty_exp=" + (now + 7000)),
            good.replaceAll("&porty_sig=.*", ""),
            good.replace("porty_sig=a.", "porty_sig=b."),
            good.replace("porty_sig=a.", "porty_sig=c."),
            good.replace("porty_sig=a.", "porty_sig="),
            good + "&porty_host=127.0.0.1",
            good.replaceAll("porty_exp=", "porty_exp=0"),
          }) {
        HttpResponse<String> answer = porty.get("/?" + bad);
        assertThat(answer.statusCode()).as(bad).isEqualTo(403);
        assertThat(answer.headers().firstValue("X-Porty-Error")).contains("bad_signature");
      }
      for (long expires : new long[] {now - 1, now + 86_400}) {
        HttpResponse<String> answer =
            porty.get("/?" + link(target, expires, key.sign(target, expires)));
        assertThat(answer.headers().firstValue("X-Porty-Error")).contains("link_expired");
      }
    }
  }

  private static String link(Target target, long expires, String signature) {
    return "porty_host="
        + target.host()
        + "&porty_port="
        + target.port()
        + "&porty_exp="
        + expires
        + "&porty_sig="
        + signature;
  }

  private static String three(String sticky) {
    String targets = "";
    for (String name : new String[] {"one", "two", "three"}) {
      targets += "\n[[routes.weighted.targets]]\ntarget = \"{" + name + "}\"\nweight = 10";
    }
    return "routers = [\"weighted\"]\n[routes.weighted]\n" + sticky + targets + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sticky = \"cookie\"", "sticky = \"header\"\nheader = \"X-User\""})
  void weightedSpreadsTheShareOfADeadTarget(String sticky) {
    try (TestPorty porty = TestPorty.with().backends("one", "two", "three").route(three(sticky))) {
      porty.backend("one").close();
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        counts.merge(porty.get("/", "X-User", "user" + i).body(), 1, Integer::sum);
      }
      assertThat(counts.get("two")).as("150 of 300, and not 100").isBetween(115, 185);
      assertThat(counts.get("two") + counts.get("three")).isEqualTo(300);
    }
  }

  @Test
  void weightedKeepsAClientOfADeadTargetOnOneOther() {
    try (TestPorty porty =
        TestPorty.with()
            .backends("one", "two", "three")
            .route(three("sticky = \"header\"\nheader = \"X-User\""))) {
      porty.backend("one").close();
      for (int user = 0; user < 30; user++) {
        String first = porty.get("/", "X-User", "user" + user).body();
        assertThat(porty.get("/", "X-User", "user" + user).body()).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lax | http | SameSite=Lax",
        "lax | https | SameSite=Lax; Secure",
        "strict | http | SameSite=Strict",
        "none | http | SameSite=None; Secure"
      })
  void weightedCookieIsSecureBehindHttps(String sameSite, String proto, String end) {
    try (TestPorty porty =
        TestPorty.with()
            .backends("one")
            .route(
                "trusted_proxies = [\"127.0.0.1\"]\nrouters = [\"weighted\"]\n[routes.weighted]\n"
                    + "sticky = \"cookie\"\ncookie_same_site = \""
                    + sameSite
                    + "\"\n[[routes.weighted.targets]]\ntarget = \"{one}\"\n")) {
      String cookie =
          porty
              .get("/", "X-Forwarded-Proto", proto)
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow();
      assertThat(cookie).endsWith("; HttpOnly; " + end);
    }
  }

  @Test
  void anAmbiguousFieldDecidesNothing() {
    String rules =
        "routers = [\"header\", \"cookie\", \"fixed\"]\ntarget = \"{site}\"\n"
            + "[routes.header]\nname = \"X-Tenant\"\n[[routes.header.rules]]\nvalue = \"acme\"\ntarget = \"{acme}\"\n"
            + "[routes.cookie]\nname = \"v\"\n[[routes.cookie.rules]]\nvalue = \"beta\"\ntarget = \"{acme}\"\n";
    try (TestPorty porty = TestPorty.with().backends("site", "acme").route(rules);
        RawClient client = RawClient.to(porty.port())) {
      String get = "GET / HTTP/1.1\r\nHost: a\r\n";
      assertThat(client.send(get + "X-Tenant: acme\r\n\r\n").message().body()).isEqualTo("acme");
      for (String fields :
          new String[] {
            "X-Tenant: acme\r\nX-Tenant: acme\r\n",
            "X-Tenant: acme\r\nx-tenant: other\r\n",
            "Connection: x-tenant\r\nX-Tenant: acme\r\n",
            "Cookie: v=beta; v=x\r\n",
            "Cookie: v=beta\r\nCookie: v=beta\r\n",
            "Connection: Cookie\r\nCookie: v=beta\r\n"
          }) {
        assertThat(client.send(get + fields + "\r\n").message().body())
            .as(fields)
            .isEqualTo("site");
      }
    }
  }

  @Test
  void signedMayCoverMethodsAndAPathPrefix() {
    String secret = "0123456789abcdef0123456789abcdef";
    try (TestPorty porty =
            TestPorty.with()
                .backends("one")
                .route(
                    "routers = [\"signed\"]\n[[routes.signed.keys]]\nid = \"a\"\nsecret = \""
                        + secret
                        + "\"\n");
        RawClient client = RawClient.to(porty.port())) {
      Target target = new Target("127.0.0.1", porty.backend("one").port());
      long expires = System.currentTimeMillis() / 1000 + 60;
      LinkSignature.Scope scope = new LinkSignature.Scope("GET,HEAD", "/users");
      String signature = new LinkSignature("a", secret).sign(target, expires, scope);
      String good = link(target, expires, signature) + "&porty_method=GET,HEAD&porty_path=%2Fusers";

      assertThat(porty.get("/users?" + good).body()).isEqualTo("one");
      assertThat(porty.get("/users/7?" + good).body()).isEqualTo("one");
      assertThat(porty.get("//users/./7?" + good).body()).isEqualTo("one");
      for (String bad :
          new String[] {
            "/?" + good,
            "/usersx?" + good,
            "/users/../admin?" + good,
            "/users/%2e%2e/admin?" + good,
            "/users/..%2Fadmin?" + good,
            "/users/%2e%2e%5cadmin?" + good,
            "/users/..;/admin?" + good,
            "/users//../../users/x?" + good,
            "/users?" + link(target, expires, signature),
            "/users?" + good.replace("GET,HEAD", "GET,HEAD,POST"),
            "/users?" + good.replace("%2Fusers", "%2F"),
            "/users?" + good + "&porty_path=%2F"
          }) {
        assertThat(porty.get(bad).statusCode()).as(bad).isEqualTo(403);
      }
      client.send("DELETE /users?" + good + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(403);
    }
  }
}
