package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.porty.engine.StartException;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a running Porty. */
class AdminTest {

  private static final String HTTP =
      """
      [[routes]]
      name = "web"
      listen = "127.0.0.1:PORT"
      mode = "http"
      log_requests = false
      """;

  private static final String TCP =
      """
      [[routes]]
      name = "raw"
      listen = "127.0.0.1:PORT"
      """;

  @TempDir Path folder;

  private AdminPorty porty(String toml) {
    return new AdminPorty(folder, toml);
  }

  private static String to(Backend backend) {
    return "target = \"127.0.0.1:" + backend.port() + "\"\n";
  }

  @Test
  void routesTellWhatHasHappenedOnThem() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/a");
      client.send("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").message();
      client.get("/?porty_host=127.0.0.1&porty_port=1");

      await().until(() -> route(porty).get("total").getAsInt() == 3);
      JsonObject route = route(porty);
      assertThat(route.get("route").getAsString()).isEqualTo("web");
      assertThat(route.get("inFlight").getAsInt()).isZero();
      assertThat(route.get("bytesFromClients").getAsInt()).isEqualTo(3);
      assertThat(route.get("bytesToClients").getAsInt()).isEqualTo(10);
      assertThat(route.get("statusClasses")).hasToString("{\"2xx\":2,\"5xx\":1}");
      assertThat(route.get("failures")).hasToString("{\"connect_refused\":1}");
      assertThat(route.get("upstreamConnections").getAsInt()).isEqualTo(1);
      assertThat(route.get("upstreamIdleConnections").getAsInt()).isEqualTo(1);
      assertThat(route.getAsJsonObject("endpoints").keySet())
          .containsExactly("127.0.0.1:1", "127.0.0.1:" + backend.port());
    }
  }

  /** A client has its answer a moment before Porty has counted it. */
  private static JsonObject route(AdminPorty porty) {
    return porty.json("/routes").getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void metricsCountEveryExchange() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      for (int i = 0; i < 10; i++) {
        client.get("/");
      }
      client.get("/?porty_host=x");
      await().until(() -> route(porty).get("total").getAsInt() == 11);

      Wire.Message answer = porty.ask("GET", "/metrics");
      assertThat(answer.first("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(answer.body().lines())
          .contains(
              "porty_requests_total{route=\"web\",status=\"2xx\"} 10.0",
              "porty_requests_total{route=\"web\",status=\"4xx\"} 1.0",
              "porty_requests_in_flight{route=\"web\"} 0.0",
              "porty_sent_bytes_total{route=\"web\"} 50.0",
              "porty_upstream_acquisitions_total{reused=\"false\",route=\"web\"} 1.0",
              "porty_upstream_acquisitions_total{reused=\"true\",route=\"web\"} 9.0",
              "porty_time_to_first_byte_seconds_count{route=\"web\"} 10",
              "porty_request_duration_seconds_bucket{route=\"web\",le=\"+Inf\"} 11",
              "porty_upstream_connect_seconds_count{route=\"web\"} 1",
              "porty_reloads_total{result=\"success\"} 0.0",
              "porty_log_records_dropped_total 0.0")
          .anyMatch(line -> line.matches("porty_connections\\{.*} 1.0"))
          .anyMatch(line -> line.startsWith("porty_event_loop_delay_seconds_bucket"))
          .anyMatch(line -> line.startsWith("process_open_fds "));
      assertThat(porty.ask("GET", "/metrics", "Accept: application/openmetrics-text").body())
          .endsWith("# EOF\n");
    }
  }

  @Test
  void countsOfAReloadedRouteGoOn() throws Exception {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend))) {
      try (RawClient client = RawClient.to(porty.port())) {
        client.get("/");
        porty.porty().reload();
        client.get("/");
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.get("/metrics"))
                      .contains("porty_requests_total{route=\"web\",status=\"2xx\"} 2.0"));
    }
  }

  @Test
  void connectionsSayWhereTheyAreAt() {
    try (Backend echo = Backend.running(connection -> connection.echo());
        AdminPorty porty = porty("ADMIN" + TCP + to(echo));
        RawClient client = RawClient.to(porty.port())) {
      client.send("12345").bytes(5);

      JsonObject all = porty.json("/connections").getAsJsonObject();
      assertThat(all.get("open").getAsInt()).isEqualTo(1);
      JsonObject one = all.getAsJsonArray("connections").get(0).getAsJsonObject();
      assertThat(one.get("state").getAsString()).isEqualTo("relaying");
      assertThat(one.get("target").getAsString()).isEqualTo("127.0.0.1:" + echo.port());
      assertThat(one.get("bytesFromClient").getAsInt()).isEqualTo(5);
      assertThat(one.get("bytesToClient").getAsInt()).isEqualTo(5);
      assertThat(one.get("sinceMillis").getAsLong())
          .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
    }
  }

  @Test
  void httpConnectionsCountTheirExchanges() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/");
      client.get("/");
      await().until(() -> route(porty).get("total").getAsInt() == 2);

      JsonArray all = porty.json("/connections").getAsJsonObject().getAsJsonArray("connections");
      JsonObject one = all.get(0).getAsJsonObject();
      assertThat(one.get("state").getAsString()).isEqualTo("idle");
      assertThat(one.get("requests").getAsInt()).isEqualTo(2);
      assertThat(one.get("bytesToClient").getAsInt()).isEqualTo(10);
    }
  }

  @Test
  void recordsAreMadeWhileSomebodyWatches() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/unseen");
      assertThat(porty.json("/requests").getAsJsonArray()).isEmpty();

      client.get("/seen?a=b");
      client.get("/failed?porty_host=127.0.0.1&porty_port=1");

      await().untilAsserted(() -> assertThat(porty.json("/requests").getAsJsonArray()).hasSize(2));
      JsonArray failed = porty.json("/requests?only=failed").getAsJsonArray();
      assertThat(failed).hasSize(1);
      assertThat(failed.get(0).getAsJsonObject().get("errorCode").getAsString())
          .isEqualTo("connect_refused");
      JsonObject seen = porty.json("/requests").getAsJsonArray().get(1).getAsJsonObject();
      assertThat(seen.get("request").getAsString()).isEqualTo("GET /seen?a=b");
      assertThat(seen.get("note").getAsString()).isEqualTo("fixed");
      assertThat(seen.getAsJsonArray("timeline").asList())
          .hasSize(5)
          .allSatisfy(nanos -> assertThat(nanos.getAsLong()).isNotNegative());
    }
  }

  @Test
  void itIsNoDynamicTarget() {
    try (AdminPorty porty = porty("ADMIN" + HTTP);
        RawClient client = RawClient.to(porty.port())) {
      Wire.Message answer =
          client.get("/config?porty_host=127.0.0.1&porty_port=" + porty.adminPort());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("target_denied");
    }
  }

  @Test
  void webPagesFromElsewhereGetNothing() {
    try (AdminPorty porty = porty("ADMIN" + HTTP)) {
      assertThat(porty.ask("GET", "/config", "Host: evil.example").status()).isEqualTo(403);
      assertThat(porty.ask("POST", "/reload", "Origin: http://evil.example").status())
          .isEqualTo(403);
      assertThat(porty.ask("GET", "/reload").status()).isEqualTo(405);
      assertThat(porty.ask("GET", "/reload").first("Allow")).isEqualTo("POST");
      assertThat(porty.ask("GET", "/nothing").body()).contains("/metrics");
    }
  }

  /** Browsers say where a request comes from (Fetch Metadata): only own pages may command. */
  @Test
  void whatPagesOfOtherSitesPostIsRefused() {
    try (AdminPorty porty = porty("ADMIN" + HTTP)) {
      for (String site : new String[] {"cross-site", "same-site", "Cross-Site", "nonsense"}) {
        assertThat(porty.ask("POST", "/reload", "Sec-Fetch-Site: " + site).status())
            .as(site)
            .isEqualTo(403);
      }
      assertThat(porty.ask("POST", "/reload", "Sec-Fetch-Site: same-origin").status())
          .isEqualTo(200);
      assertThat(porty.ask("POST", "/reload", "Sec-Fetch-Site: none").status()).isEqualTo(200);
      assertThat(porty.ask("POST", "/reload", "Origin: null").status()).isEqualTo(403);
      assertThat(porty.ask("GET", "/readyz", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
    }
  }

  @Test
  void itsPagesMayNotBeFramedNorSendFormsElsewhere() {
    try (AdminPorty porty = porty("ADMIN" + HTTP)) {
      assertThat(porty.ask("GET", "/").first("Content-Security-Policy"))
          .contains("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'");
    }
  }

  /** Own listeners may be reached by ways that no policy sees: what they forward is marked. */
  @Test
  void itRefusesWhatThisPortyForwards() {
    int admin = io.porty.testkit.Ports.free();
    String toml =
        "[admin]\nlisten = \"127.0.0.1:"
            + admin
            + "\"\n"
            + HTTP
            + "target = \"127.0.0.1:"
            + admin
            + "\"\n";
    try (AdminPorty porty = porty(toml);
        RawClient client = RawClient.to(porty.port())) {
      Wire.Message answer =
          client.send("GET /config HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").message();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("Not through this Porty's own routes\n");
      assertThat(porty.ask("GET", "/config", "Via: 1.1 porty-00000000").status())
          .as("another Porty in front of it")
          .isEqualTo(200);
    }
  }

  @Test
  void aTokenHasToBeKnown() {
    String toml =
        "[admin]\nlisten = \"127.0.0.1:"
            + io.porty.testkit.Ports.free()
            + "\"\ntoken = \"0123456789abcdef\"\n"
            + HTTP;
    try (AdminPorty porty = porty(toml)) {
      Wire.Message refused = porty.ask("GET", "/routes");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.first("WWW-Authenticate")).startsWith("Basic ");
      assertThat(porty.ask("GET", "/routes", "Authorization: Bearer wrong").status())
          .isEqualTo(401);
      assertThat(
              porty
                  .ask(
                      "GET", "/routes", "Host: a.example", "Authorization: Bearer 0123456789abcdef")
                  .status())
          .isEqualTo(200);
      for (String scheme : new String[] {"bearer", "BEARER", "bEaReR"}) {
        assertThat(
                porty
                    .ask("GET", "/routes", "Authorization: " + scheme + " 0123456789abcdef")
                    .status())
            .as(scheme)
            .isEqualTo(200);
      }
      String basic = java.util.Base64.getEncoder().encodeToString("me:0123456789abcdef".getBytes());
      assertThat(porty.ask("GET", "/readyz", "Authorization: basic " + basic).status())
          .isEqualTo(200);
      assertThat(porty.ask("GET", "/config", "Authorization: Basic " + basic).body())
          .contains("[admin]")
          .doesNotContain("0123456789abcdef");
    }
  }

  @Test
  void anotherTokenHoldsForConnectionsThatAreOpen() throws Exception {
    int admin = io.porty.testkit.Ports.free();
    String toml = "[admin]\nlisten = \"127.0.0.1:" + admin + "\"\ntoken = \"TOKEN\"\n" + HTTP;
    try (AdminPorty porty = porty(toml.replace("TOKEN", "0123456789abcdef"));
        RawClient visitor = RawClient.to(admin)) {
      String request =
          "GET /readyz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 0123456789abcdef\r\n\r\n";
      assertThat(visitor.send(request).message().status()).isEqualTo(200);
      porty.write(toml.replace("TOKEN", "fedcba9876543210"));
      porty.porty().reload();
      assertThat(visitor.send(request).message().status()).isEqualTo(401);
    }
  }

  @Test
  void whatAVisitorSendsAheadIsAnsweredInOrder() {
    try (AdminPorty porty = porty("ADMIN" + HTTP);
        RawClient visitor = RawClient.to(porty.adminPort())) {
      String get = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";
      for (int i = 0; i < 20; i++) {
        visitor.send(get.formatted("/threads") + get.formatted("/readyz") + get.formatted("/x"));
        assertThat(visitor.message().body()).contains("porty-admin");
        assertThat(visitor.message().body()).isEqualTo("ready\n");
        assertThat(visitor.message().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void reloadSaysWhatHasChangedOrWhyNothingHas() {
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two");
        AdminPorty porty = porty("ADMIN" + HTTP + to(one))) {
      int admin = porty.adminPort();
      String endpoint = "[admin]\nlisten = \"127.0.0.1:" + admin + "\"\n";
      porty.write(endpoint + HTTP + to(two));
      assertThat(porty.ask("POST", "/reload").body())
          .startsWith("reloaded\n- http 127.0.0.1:" + porty.port())
          .contains("+ http 127.0.0.1:" + porty.port(), ":" + two.port());
      porty.write(endpoint + HTTP + "tagret = 1\n" + to(two));
      Wire.Message refused = porty.ask("POST", "/reload");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body()).contains("Did you mean \"target\"?");
      assertThat(porty.get("/metrics"))
          .contains("porty_reloads_total{result=\"failure\"} 1.0")
          .contains("porty_config_last_reload_successful 0.0");
    }
  }

  @Test
  void itMovesAndGoesAsTheConfigurationSays() throws Exception {
    try (AdminPorty porty = porty("ADMIN" + HTTP)) {
      int before = porty.adminPort();
      porty.write("ADMIN" + HTTP);
      porty.porty().reload();
      int after = porty.adminPort();
      assertThat(after).isNotEqualTo(before);
      assertThat(porty.get("/healthz")).isEqualTo("ok\n");
      assertThatThrownBy(() -> RawClient.to(before)).hasMessageContaining("refused");

      porty.write(HTTP);
      porty.porty().reload();
      assertThat(porty.porty().adminAddress()).isEmpty();
      assertThatThrownBy(() -> RawClient.to(after)).hasMessageContaining("refused");

      porty.write("ADMIN" + HTTP);
      porty.porty().reload();
      assertThat(porty.get("/healthz")).isEqualTo("ok\n");
    }
  }

  @Test
  void anAddressThatIsTakenStopsAStartAndAReload() throws Exception {
    try (Backend taken = Backend.ok("x");
        AdminPorty porty = porty("ADMIN" + HTTP)) {
      int admin = porty.adminPort();
      porty.write("[admin]\nlisten = \"127.0.0.1:" + taken.port() + "\"\n" + HTTP);
      assertThatThrownBy(() -> porty.porty().reload())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("[admin] cannot listen on 127.0.0.1:" + taken.port());
      assertThat(AdminPorty.ask(admin, "GET", "/readyz", java.util.List.of()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aDrainingPortyIsNotReadyAndEndsWhatItServes() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/");
      assertThat(porty.ask("GET", "/readyz").status()).isEqualTo(200);
      assertThat(porty.ask("POST", "/drain?wait=2").status()).isEqualTo(202);
      assertThat(porty.ask("GET", "/readyz").status()).isEqualTo(503);
      assertThat(client.get("/").status()).as("still serving").isEqualTo(200);
      await().until(() -> client.rest().isEmpty());
    }
  }

  @Test
  void aLevelMayBeRaisedWhileItRuns() throws Exception {
    Path log = folder.resolve("traffic.log");
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty =
            porty(
                "log_output = \""
                    + log
                    + "\"\nADMIN"
                    + HTTP.replace("log_requests = false", "")
                    + to(backend));
        RawClient client = RawClient.to(porty.port())) {
      client.get("/basic");
      assertThat(porty.ask("POST", "/log-level?route=web&level=verbose").status()).isEqualTo(200);
      client.get("/verbose");
      assertThat(porty.ask("POST", "/log-level?route=web&level=none").status()).isEqualTo(200);
      client.get("/none");
      assertThat(porty.ask("POST", "/log-level?route=web&level=loud").status()).isEqualTo(400);
      assertThat(porty.ask("POST", "/log-level?route=other&level=none").status()).isEqualTo(400);
      await().untilAsserted(() -> assertThat(Files.readString(log)).contains("Host: test"));
      assertThat(Files.readString(log)).contains("/basic", "/verbose").doesNotContain("/none");
    }
  }

  @Test
  void topIsReadableAndCutToTheTerminal() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty("ADMIN" + HTTP + to(backend))) {
      await()
          .untilAsserted(() -> assertThat(porty.get("/top?width=80")).contains("/s, 0 failed/s"));
      assertThat(porty.get("/top?width=80&height=20").lines())
          .anyMatch(line -> line.startsWith("web "))
          .allMatch(line -> line.length() <= 80);
      assertThat(porty.ask("GET", "/top?width=1").body()).contains("width is \"1\"");
    }
  }

  @Test
  void listensOnAUnixDomainSocketOfItsOwner() throws Exception {
    Path socket = folder.resolve("admin.sock");
    try (AdminPorty porty = porty("[admin]\nlisten = \"unix:" + socket + "\"\n" + HTTP)) {
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(porty.porty().adminAddress()).isPresent();
      assertThat(porty.porty().adminAddress().get()).isNotInstanceOf(InetSocketAddress.class);
    }
    assertThat(socket).doesNotExist();
  }
}
