package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs, names and paths inside messages, where Host or a prefix is rewritten. */
class UrlRewriteTest {

  /** What the client gets of a response field. */
  private static List<String> response(
      String field, String value, String path, String... routeLines) {
    Backend[] self = new Backend[1];
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    connection.send(
                        "HTTP/1.1 302 Found\r\n"
                            + field
                            + ": "
                            + value.replace("BACKEND", "127.0.0.1:" + self[0].port())
                            + "\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        RunningPorty porty = started(self, backend, routeLines);
        RawClient client = porty.connect()) {
      Wire.Message answer =
          client.send("GET " + path + " HTTP/1.1\r\nHost: shop.example:81\r\n\r\n").message();
      return answer.all(field).stream()
          .map(line -> line.replace("127.0.0.1:" + backend.port(), "BACKEND"))
          .toList();
    }
  }

  private static RunningPorty started(Backend[] self, Backend backend, String... routeLines) {
    self[0] = backend;
    String lines = String.join("\n", routeLines).replace("BACKEND", "127.0.0.1:" + backend.port());
    return routeLines.length > 0 && lines.contains("[[routes.")
        ? RunningPorty.start(
            "log_requests = false\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\n"
                + lines
                + "\n")
        : RunningPorty.fixed(backend, routeLines);
  }

  private static final String STRIP =
      "routers = [\"path\"]\n[[routes.path.rules]]\nprefix = \"/app\"\ntarget = \"BACKEND\"\nstrip = true";
  private static final String REWRITE =
      "routers = [\"path\"]\n[[routes.path.rules]]\nprefix = \"/app\"\ntarget = \"BACKEND\"\nrewrite = \"/v2\"";

  @ParameterizedTest
  @CsvSource({
    "http://BACKEND/dir/, http://shop.example:81/dir/",
    "http://BACKEND, http://shop.example:81",
    "https://BACKEND/login, https://shop.example:81/login",
    "'', ''",
    "HTTP://BACKEND/a?b=c#d, http://shop.example:81/a?b=c#d",
    "//BACKEND/dir/, //shop.example:81/dir/",
    "/dir/, /dir/",
    "dir/, dir/",
    "?page=2, ?page=2",
    "http://other.example/, http://other.example/",
    "http://BACKEND.evil.example/, http://BACKEND.evil.example/",
    "http://BACKEND@evil.example/, http://BACKEND@evil.example/",
    "http://127.0.0.1:1/, http://127.0.0.1:1/",
    "ftp://BACKEND/, ftp://BACKEND/"
  })
  void aRedirectToTheBackendItselfLeadsToTheClientsHost(String location, String expected) {
    assertThat(response("Location", location, "/")).containsExactly(expected);
  }

  @Test
  void soDoTheOtherFieldsThatHaveUrls() {
    assertThat(response("Content-Location", "http://BACKEND/a", "/"))
        .containsExactly("http://shop.example:81/a");
    assertThat(response("Refresh", "5; URL=http://BACKEND/a", "/"))
        .containsExactly("5; URL=http://shop.example:81/a");
    assertThat(response("Refresh", "5;url='http://BACKEND/a'", "/"))
        .containsExactly("5;url='http://shop.example:81/a'");
    assertThat(response("Refresh", "5; Url = \"http://BACKEND/a\"", "/"))
        .containsExactly("5; Url = \"http://shop.example:81/a\"");
    assertThat(response("Refresh", "5", "/")).containsExactly("5");
    assertThat(response("Refresh", "5", "/app/x", STRIP)).containsExactly("5");
    assertThat(response("Refresh", "5; url=/x", "/app/x", STRIP)).containsExactly("5; url=/app/x");
  }

  @Test
  void notWhereTheBackendHasTheClientsHostNorWhenToldNotTo() {
    assertThat(response("Location", "http://BACKEND/a", "/", "preserve_host = true"))
        .containsExactly("http://BACKEND/a");
    assertThat(response("Location", "http://BACKEND/a", "/", "rewrite_location = false"))
        .containsExactly("http://BACKEND/a");
  }

  @ParameterizedTest
  @CsvSource({
    "http://BACKEND/login, http://shop.example:81/app/login",
    "http://BACKEND, http://shop.example:81/app",
    "/login, /app/login",
    "/, /app/",
    "'', ''",
    "http://BACKEND/login#a/b, http://shop.example:81/app/login#a/b",
    "/login?next=/x, /app/login?next=/x",
    "/app/login, /app/login",
    "/application, /app/application",
    "login, login",
    "http://other.example/login, http://other.example/login",
    "//other.example/login, //other.example/login"
  })
  void aStrippedPrefixComesBack(String location, String expected) {
    assertThat(response("Location", location, "/app/x", STRIP)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://BACKEND/v2/login, http://shop.example:81/app/login",
    "/v2/login, /app/login",
    "/v2, /app",
    "/v22, /v22",
    "/elsewhere, /elsewhere"
  })
  void soDoesOneThatWasReplaced(String location, String expected) {
    assertThat(response("Location", location, "/app/x", REWRITE)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b; Domain=127.0.0.1; Path=/; HttpOnly | a=b; Path=/; HttpOnly",
        "a=b; domain=.127.0.0.1 | a=b",
        "a=b; Domain = 127.0.0.1 ; Secure | a=b; Secure",
        "a=b; Domain=shop.example; Path=/x | a=b; Domain=shop.example; Path=/x",
        "domain=127.0.0.1 | domain=127.0.0.1",
        "a=\"x\"; Secure | a=\"x\"; Secure"
      })
  void aCookieOfTheBackendsNameBelongsToTheClientsHost(String cookie, String expected) {
    assertThat(response("Set-Cookie", cookie, "/")).containsExactly(expected);
    assertThat(response("Set-Cookie", cookie, "/", "rewrite_cookies = false"))
        .containsExactly(cookie);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b; Path=/ | a=b; Path=/app",
        "a=b; Path = / ; Secure | a=b; Path = /app; Secure",
        "__Host-a=b; Path=/; Secure | __Host-a=b; Path=/; Secure",
        "__HOST-a=b; Secure; Path=/ | __HOST-a=b; Secure; Path=/",
        "__Secure-a=b; Path=/; Secure | __Secure-a=b; Path=/app; Secure",
        "a=b; Path=/x; Secure | a=b; Path=/app/x; Secure",
        "a=b; path=/app | a=b; path=/app",
        "a=b; Path= | a=b; Path=",
        "a=b | a=b"
      })
  void itsPathGetsTheStrippedPrefix(String cookie, String expected) {
    assertThat(response("Set-Cookie", cookie, "/app/x", STRIP)).containsExactly(expected);
  }

  private static Wire.Message request(String path, String fields, String... routeLines) {
    Backend[] self = new Backend[1];
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = started(self, backend, routeLines);
        RawClient client = porty.connect()) {
      client
          .send("MOVE " + path + " HTTP/1.1\r\nHost: dav.example\r\n" + fields + "\r\n")
          .message();
      Wire.Message seen = backend.requests().get(0);
      return new Wire.Message(
          seen.startLine(),
          seen.fields().stream()
              .map(line -> line.replace("127.0.0.1:" + backend.port(), "BACKEND"))
              .toList(),
          seen.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://dav.example/dav/m2, http://BACKEND/dav/m2",
    "https://dav.example/dav/m2, http://BACKEND/dav/m2",
    "http://dav.example:80/m2?porty_host=x&a=b, http://BACKEND/m2?a=b",
    "http://DAV.example/m2, http://BACKEND/m2",
    "/dav/m2, /dav/m2",
    "http://other.example/m2, http://other.example/m2"
  })
  void theDestinationOfAMoveIsOnTheBackend(String destination, String expected) {
    assertThat(request("/dav/m1", "Destination: " + destination + "\r\n").all("Destination"))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://dav.example/app/m2, http://BACKEND/m2",
    "/app/m2, /m2",
    "http://dav.example/elsewhere/m2, http://dav.example/elsewhere/m2"
  })
  void andWithoutTheStrippedPrefix(String destination, String expected) {
    assertThat(request("/app/m1", "Destination: " + destination + "\r\n", STRIP).all("Destination"))
        .containsExactly(expected);
  }

  @Test
  void theBackendLearnsThePrefixThatWasTaken() {
    assertThat(request("/app/m1", "", STRIP).all("X-Forwarded-Prefix")).containsExactly("/app");
    assertThat(request("/%61pp/m1", "", STRIP).all("X-Forwarded-Prefix")).containsExactly("/app");
    assertThat(request("/app/m1", "", REWRITE).all("X-Forwarded-Prefix")).isEmpty();
    assertThat(request("/m1", "X-Forwarded-Prefix: /x\r\n").all("X-Forwarded-Prefix")).isEmpty();
    assertThat(
            request(
                    "/app/m1",
                    "X-Forwarded-Prefix: /outer\r\n",
                    "trusted_proxies = [\"127.0.0.1\"]\n" + STRIP)
                .all("X-Forwarded-Prefix"))
        .containsExactly("/outer/app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<http://dav.example/m2> (<opaquelocktoken:1>) | <http://BACKEND/m2> (<opaquelocktoken:1>)",
        "(<http://dav.example/token> [\"a)<b\"]) | (<http://dav.example/token> [\"a)<b\"])",
        "</a> (Not <x:1>) <https://dav.example/b> ([W/\"1\"]) (<x:2>) | </a> (Not <x:1>) <http://BACKEND/b> ([W/\"1\"]) (<x:2>)",
        "<http://other.example/m2> (<x:1>) | <http://other.example/m2> (<x:1>)",
        "<http://dav.example/m2 | <http://BACKEND/m2",
        "(<x:1 | (<x:1"
      })
  void soAreTheResourcesOfItsConditions(String conditions, String expected) {
    assertThat(request("/m1", "If: " + conditions + "\r\n").all("If")).containsExactly(expected);
  }
}
