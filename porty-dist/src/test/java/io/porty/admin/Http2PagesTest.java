package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.http2.Http2Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 on the pages of the admin endpoint. */
class Http2PagesTest {

  private static final String HTTP =
      """
      [[routes]]
      name = "web"
      listen = "127.0.0.1:PORT"
      mode = "http"
      log_requests = false
      """;

  @TempDir Path folder;

  /** Nothing is answered: the streams stay open. */
  private static Backend silent() {
    return Backend.running(
        connection -> {
          connection.message();
          connection.rest();
        });
  }

  private AdminPorty porty(Backend backend) {
    return new AdminPorty(
        folder, "ADMIN" + HTTP + "target = \"127.0.0.1:" + backend.port() + "\"\n");
  }

  private static List<JsonObject> connections(AdminPorty porty) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonElement one :
        porty.json("/connections").getAsJsonObject().getAsJsonArray("connections")) {
      all.add(one.getAsJsonObject());
    }
    return all;
  }

  @Test
  void connectionsSayWhatTheySpeak() {
    try (Backend backend = silent();
        AdminPorty porty = porty(backend);
        Http2Client http2 = Http2Client.to(porty.port()).get(1, "/").get(3, "/").get(5, "/")) {
      await().until(() -> backend.accepted() == 3);
      try (RawClient http1 = RawClient.to(porty.port())) {
        http1.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await().until(() -> backend.accepted() == 4);
        assertThat(connections(porty))
            .extracting(one -> one.get("protocol").getAsString() + one.get("streams").getAsInt())
            .containsExactly("h23", "http/1.10");
      }
      assertThat(http2.events()).isEmpty();
    }
  }

  @Test
  void requestsSayTheirConnectionAndStream() {
    try (Backend backend = Backend.ok("hello");
        AdminPorty porty = porty(backend)) {
      assertThat(porty.json("/requests").getAsJsonArray()).isEmpty();
      try (Http2Client http2 = Http2Client.to(porty.port());
          RawClient http1 = RawClient.to(porty.port())) {
        http2.get(1, "/").until("END 1");
        http2.get(3, "/").until("END 3");
        http1.get("/");
        await()
            .untilAsserted(() -> assertThat(porty.json("/requests").getAsJsonArray()).hasSize(3));
      }
      List<JsonObject> seen = new ArrayList<>();
      porty.json("/requests").getAsJsonArray().forEach(one -> seen.add(one.getAsJsonObject()));
      assertThat(seen)
          .extracting(one -> one.get("version").getAsString() + " " + one.get("stream").getAsInt())
          .containsExactly("HTTP/1.1 0", "HTTP/2 3", "HTTP/2 1");
      assertThat(seen.get(1).get("connection")).isEqualTo(seen.get(2).get("connection"));
      assertThat(seen.get(1).get("connection")).isEqualTo(seen.get(2).get("id"));
      assertThat(seen)
          .allSatisfy(
              one -> assertThat(one.get("upstreamProtocol").getAsString()).isEqualTo("HTTP/1.1"));
    }
  }

  @Test
  void topAndTheDashboardCountConnectionsAndStreams() {
    try (Backend backend = silent();
        AdminPorty porty = porty(backend)) {
      assertThat(porty.json("/live").getAsJsonObject().get("http2").isJsonNull()).isTrue();
      assertThat(porty.get("/top")).doesNotContain("HTTP/2");
      try (Http2Client one = Http2Client.to(porty.port()).get(1, "/").get(3, "/");
          Http2Client two = Http2Client.to(porty.port()).get(1, "/")) {
        await().until(() -> backend.accepted() == 3);
        JsonObject http2 = porty.json("/live").getAsJsonObject().getAsJsonObject("http2");
        assertThat(http2.get("connections").getAsInt()).isEqualTo(2);
        assertThat(http2.get("streams").getAsInt()).isEqualTo(3);
        assertThat(http2.get("upstreamStreams").getAsInt()).isZero();
        assertThat(porty.get("/top"))
            .contains("HTTP/2: 2 connections, 3 streams; to backends 0 connections, 0 streams\n");
        assertThat(one.events()).isEmpty();
        assertThat(two.events()).isEmpty();
      }
      await()
          .untilAsserted(
              () -> assertThat(porty.get("/top")).contains("HTTP/2: 0 connections, 0 streams;"));
    }
  }
}
