package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Candidate;
import io.porty.api.route.Decision;
import io.porty.api.route.Field;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import io.porty.testkit.TestBackend;
import io.porty.testkit.TestPorty;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What a stranger's router can see and decide, on the wire. */
class DecisionsTest {

  /** A plugin of one router called {@code own}. */
  private record Own(Router<HttpRouteRequest> router) implements PortyPlugin {
    @Override
    public List<RouterFactory<?>> routers() {
      return List.of(RouterFactory.http("own", List.of(), (settings, context) -> router));
    }
  }

  private static TestPorty porty(Router<HttpRouteRequest> router) {
    return TestPorty.with(new Own(router)).backends("one", "two");
  }

  private static TestPorty run(TestPorty porty) {
    return porty.route("routers = [\"own\", \"fixed\"]\ntarget = \"{one}\"\n");
  }

  private static Target target(TestBackend backend) {
    return Target.parse(backend.target());
  }

  @Test
  void changesTheHeadsOfBothMessages() {
    TestPorty[] self = new TestPorty[1];
    Rewrite rewrite =
        Rewrite.none()
            .set("X-Tenant", "acme")
            .add("X-Added", "1")
            .add("X-Added", "2")
            .remove("Authorization")
            .prefix("/api".length(), "/v2")
            .query("q=1")
            .setInResponse("Server", "porty")
            .addToResponse("Set-Cookie", "a=b")
            .removeFromResponse("X-Secret");
    try (TestPorty porty =
        porty(request -> Decision.to(target(self[0].backend("two")), "own").with(rewrite))) {
      self[0] = porty;
      run(porty)
          .backend("two")
          .answer(200, Map.of("X-Secret", "s", "Server", "backend", "Set-Cookie", "c=d"), "hello");
      HttpResponse<String> answer =
          porty.get("/api/x?old", "X-Tenant", "evil", "x-tenant", "two", "Authorization", "secret");

      TestBackend.Received seen = porty.backend("two").last();
      assertThat(seen.uri()).isEqualTo("/v2/x?q=1");
      assertThat(seen.headers().get("X-Tenant")).containsExactly("acme");
      assertThat(seen.headers().get("X-Added")).containsExactly("1", "2");
      assertThat(seen.headers()).doesNotContainKey("Authorization");
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.headers().allValues("Server")).containsExactly("porty");
      assertThat(answer.headers().allValues("Set-Cookie")).containsExactlyInAnyOrder("a=b", "c=d");
      assertThat(answer.headers().firstValue("X-Secret")).isEmpty();
    }
  }

  @Test
  void refusesWithStatusHeadersAndBody() {
    Decision login =
        Decision.respond(302, "login", "Log in first").header("Location", "https://login.example/");
    Decision json =
        Decision.respond(429, "too_many", "Slow down")
            .header("Retry-After", "7")
            .body("application/json", "{\"error\":\"sl\u00f6w\"}");
    try (TestPorty porty = run(porty(request -> request.path().equals("/json") ? json : login))) {
      HttpResponse<String> found = porty.get("/");
      assertThat(found.statusCode()).isEqualTo(302);
      assertThat(found.headers().firstValue("Location")).contains("https://login.example/");
      assertThat(found.headers().firstValue("X-Porty-Error")).isEmpty();
      HttpResponse<String> refused = porty.get("/json");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).isEqualTo("{\"error\":\"sl\u00f6w\"}");
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(refused.headers().firstValue("Retry-After")).contains("7");
      assertThat(refused.headers().firstValue("X-Porty-Error")).contains("too_many");
      HttpResponse<String> head =
          porty.send(
              HttpRequest.newBuilder(porty.url("/json"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(head.body()).isEmpty();
      assertThat(head.statusCode()).isEqualTo(429);
    }
  }

  /** RFC 9110 section 8.6: a length in a 304 would be that of what is not sent. */
  @Test
  void saysNothingOfABodyThatIsNotSent() {
    Decision same = Decision.respond(304, "same", "Not modified").header("ETag", "\"v1\"");
    Decision page = Decision.respond(404, "gone", "Gone").header("content-type", "text/html");
    try (TestPorty porty = run(porty(request -> request.path().equals("/p") ? page : same));
        RawClient client = RawClient.to(porty.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Wire.Message answer = client.head();
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.all("ETag")).containsExactly("\"v1\"");
        assertThat(answer.all("Content-Length")).isEmpty();
        assertThat(answer.all("Content-Type")).isEmpty();
      }
      assertThat(client.get("/p").all("Content-Type")).containsExactly("text/html");
    }
  }

  @Test
  void followsCandidatesWhenOneCannotBeConnectedTo() {
    Target nobody = new Target("127.0.0.1", Ports.free());
    TestPorty[] self = new TestPorty[1];
    try (TestPorty porty =
        porty(
            request ->
                Decision.weighted(
                    List.of(
                        new Candidate(nobody, 1000),
                        new Candidate(target(self[0].backend("two")), 0)),
                    "own"))) {
      self[0] = porty;
      run(porty);
      HttpRequest post =
          HttpRequest.newBuilder(porty.url("/p"))
              .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
              .build();
      assertThat(porty.send(post).body()).isEqualTo("two");
      assertThat(porty.backend("two").last().body()).hasSize(100_000);
      assertThat(porty.backend("two").last().headers().get("Host"))
          .containsExactly(porty.backend("two").target());
    }
  }

  @Test
  void says502WhenNoCandidateCanBeConnectedTo() {
    Target nobody = new Target("127.0.0.1", Ports.free());
    Target noOneElse = new Target("127.0.0.1", Ports.free());
    try (TestPorty porty =
        porty(request -> Decision.to(nobody, "own").orElse(noOneElse))
            .route("routers = [\"own\"]\nmax_retries = 0\n")) {
      HttpResponse<String> answer = porty.get("/");
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.headers().firstValue("X-Porty-Error")).contains("connect_refused");
    }
  }

  @Test
  void followsCandidatesOfALaterDecisionBehindOtherRequests() throws Exception {
    Target nobody = new Target("127.0.0.1", Ports.free());
    TestPorty[] self = new TestPorty[1];
    Executor later =
        CompletableFuture.delayedExecutor(50, java.util.concurrent.TimeUnit.MILLISECONDS);
    try (TestPorty porty =
        porty(
            request -> {
              if (request.path().equals("/fast")) {
                return Decision.pass();
              }
              Decision decision = Decision.to(nobody, "own").orElse(target(self[0].backend("two")));
              return RouteAnswer.async(CompletableFuture.supplyAsync(() -> decision, later));
            })) {
      self[0] = porty;
      run(porty);
      CompletableFuture<String> slow =
          CompletableFuture.supplyAsync(() -> porty.get("/slow?me", "X-Mine", "yes").body());
      for (int i = 0; i < 200; i++) {
        assertThat(porty.get("/fast").body()).isEqualTo("one");
      }
      assertThat(slow.get()).isEqualTo("two");
      assertThat(porty.backend("two").last().uri()).isEqualTo("/slow?me");
      assertThat(porty.backend("two").last().headers().get("X-Mine")).containsExactly("yes");
    }
  }

  @Test
  void seesEverythingOfTheRequest() {
    StringBuffer seen = new StringBuffer();
    try (TestPorty porty =
        run(
            porty(
                r -> {
                  seen.append(r.method()).append(' ').append(r.path()).append(' ');
                  seen.append(r.rawPath().length()).append(' ').append(r.rawQuery()).append(' ');
                  seen.append(r.parameter("n")).append(r.parameters("n")).append(' ');
                  seen.append(r.rawParameter("n")).append(' ').append(r.cookie("b")).append(' ');
                  seen.append(r.cookieNames()).append(' ').append(r.rawHeader("x-one"));
                  seen.append(r.rawHeader("X-Two")).append(r.rawHeader("no")).append(' ');
                  seen.append(r.headers("X-Two")).append(' ').append(r.rawAuthority());
                  return Decision.pass();
                }))) {
      porty.get("/a%20b?n=%C3%A9+1&m&n=2", "Cookie", "a=1; b=2", "X-One", "1", "X-Two", "2");
      assertThat(seen)
          .hasToString(
              "GET /a%20b 6 n=%C3%A9+1&m&n=2 Optional[\u00e9 1][\u00e9 1, 2] Optional[%C3%A9+1]"
                  + " Optional[2] [a, b] 12null [2] 127.0.0.1:"
                  + porty.port());
    }
  }

  @Test
  void cannotWriteWhatWouldSplitAMessage() {
    for (String name : new String[] {"", "a b", "a:", "Host", "content-length", "a\r\nb"}) {
      assertThatThrownBy(() -> new Field(name, "x"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String value : new String[] {"a\r\nb", "a\nb", " a", "a\u0000", "\u00e9"}) {
      assertThatThrownBy(() -> Rewrite.none().set("X", value))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String path : new String[] {"/a b", "/a?b", "/a#b", "/\u00e9", "/a\r\n"}) {
      assertThatThrownBy(() -> Rewrite.none().path(path))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
