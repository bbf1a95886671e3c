package io.porty.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Port 0: one that is free, the same for as long as Porty runs. */
class FreePortTest {

  private static String text(Backend backend, int admin, String more) {
    return "event_loops = 2\nmax_connections = 2000\nlog_requests = false\n[admin]\nlisten = \"127.0.0.1:"
        + admin
        + "\"\n[[listeners]]\nname = \"public\"\naddress = [\"127.0.0.1:0\", \"127.0.0.1:0\"]\n"
        + more
        + "[[routes]]\nname = \"a\"\nlistener = \"public\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + backend.port()
        + "\"\n[[routes]]\nname = \"b\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = 0\ntarget = \"127.0.0.1:"
        + backend.port()
        + "\"\n";
  }

  @Test
  void saysWhichAndKeepsItAcrossReloads() {
    int admin = Ports.free();
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = TestPorty.with().config(text(backend, admin, ""))) {
      List<InetSocketAddress> first = porty.porty().addresses();
      assertThat(first).hasSize(3).doesNotHaveDuplicates().allMatch(one -> one.getPort() > 0);
      for (InetSocketAddress one : first) {
        String place = "127.0.0.1:" + one.getPort();
        for (int i = 0; i < 8; i++) { // each loop has a socket of its own
          try (RawClient client = RawClient.to(one.getPort())) {
            assertThat(client.get("/").body()).isEqualTo("ok");
          }
        }
        assertThat(porty.porty().describe()).anyMatch(line -> line.contains(" " + place + " "));
        for (String page : List.of("/routes", "/connections", "/top", "/live", "/metrics")) {
          try (RawClient visitor = RawClient.to(admin)) {
            String shown =
                visitor
                    .send("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .message()
                    .body();
            assertThat(shown).as(page).doesNotContainPattern("127\\.0\\.0\\.1:0\\b");
            if (page.equals("/routes")) {
              assertThat(shown).contains(place);
            }
          }
        }
      }
      porty.reload(text(backend, admin, ""));
      assertThat(porty.porty().addresses()).isEqualTo(first);
      porty.reload(text(backend, admin, "backlog = 50\n"));
      assertThat(porty.porty().addresses()).as("with new sockets").isEqualTo(first);
      for (InetSocketAddress one : first) {
        try (RawClient client = RawClient.to(one.getPort())) {
          assertThat(client.get("/").body()).isEqualTo("ok");
        }
      }
      assertThat(porty.porty().describe())
          .allMatch(line -> !line.contains("127.0.0.1:0 "), "no port 0");
    }
  }

  @Test
  void isTheOneThatIsWrittenLater() throws Exception {
    try (Backend backend = Backend.ok("ok")) {
      String target = "target = \"127.0.0.1:" + backend.port() + "\"\n";
      try (TestPorty porty = TestPorty.with().route(target);
          RawClient client = RawClient.to(porty.port())) {
        int port = porty.port();
        assertThat(porty.porty().explain(port, "GET", "a", "/", Map.of()).route())
            .isEqualTo("test");
        assertThat(client.get("/").body()).isEqualTo("ok");
        porty.reload(
            "[[routes]]\nname = \"other\"\nmode = \"http\"\nlisten = \"127.0.0.1:"
                + port
                + "\"\n"
                + target);
        assertThat(porty.port()).isEqualTo(port);
        assertThat(client.get("/").body()).isEqualTo("ok");
      }
    }
  }
}
