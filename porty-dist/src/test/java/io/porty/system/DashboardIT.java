package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.http2.Http2Client;
import io.porty.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, under real traffic. */
class DashboardIT {

  @TempDir Path folder;

  @Test
  void showsWhatHappensAndIsUsable() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.start(
                "log_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:"
                    + port
                    + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n[[routes]]\nname = \"tls\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\ntls = \"local\"\n");
        RawClient client = RawClient.to(port);
        Http2Client http2 = Http2Client.to(port)) {
      assertThat(http2.get(1, "/http2").until("END 1")).contains("END 1");
      try (Browser desktop = new Browser(folder, 1280, 900)) {
        desktop.open("http://127.0.0.1:" + admin + "/");
        await()
            .until(
                () -> desktop.see("document.getElementById('state').textContent").equals("ready"));
        Thread traffic = traffic(client);
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () -> {
                  assertThat(desktop.see("document.querySelector('#routes td').textContent"))
                      .isEqualTo("web");
                  assertThat(text(desktop, "tail"))
                      .contains("GET /hello", "Backend connection failed after retries", "502");
                  assertThat(text(desktop, "endpoints")).contains("127.0.0.1:" + backend.port());
                  assertThat(text(desktop, "connections")).contains("127.0.0.1:", "http/1.1", "h2");
                  assertThat(text(desktop, "plugins")).contains("mode http", "router dynamic");
                  assertThat(text(desktop, "certificates"))
                      .contains("Days left", "local", "localhost, *.localhost", "29");
                  assertThat(text(desktop, "now"))
                      .contains("per second", "event loop delay", "HTTP/2 clients", "1, 0 streams");
                  assertThat(desktop.see("document.querySelectorAll('#chart-rate path').length"))
                      .isEqualTo("2");
                });
        assertThat(
                desktop.see("document.querySelector('#chart-rate svg').getAttribute('aria-label')"))
            .startsWith("Per seconddone ");
        assertThat(desktop.see("document.querySelectorAll('#tail img').length"))
            .as("what a client sends is text")
            .isEqualTo("0");

        // By keyboard: filter, open one request, see its phases.
        desktop.type("[name=text]", "/hello");
        await()
            .untilAsserted(
                () ->
                    assertThat(
                            desktop.see(
                                "[...document.querySelectorAll('#tail tbody tr')].every(r => r.textContent.includes('/hello'))"))
                        .isEqualTo("true"));
        desktop.type("#pause", "\uE007");
        desktop.type("#tail tbody tr button", "\uE007");
        assertThat(text(desktop, "detail"))
            .contains("GET /hello", "routed", "connected", "first byte", "end", "(fixed)");
        assertThat(desktop.see("document.querySelector('#pause').getAttribute('aria-pressed')"))
            .isEqualTo("true");

        assertThat(
                desktop.see(
                    "performance.getEntriesByType('resource').every(r => r.name.startsWith(location.origin))"))
            .as("nothing from elsewhere")
            .isEqualTo("true");
        assertThat(
                desktop.see(
                    "[...document.querySelectorAll('input, select')].every(i => i.labels.length > 0)"))
            .isEqualTo("true");
        assertThat(desktop.complaints()).isEqualTo("[]");
        desktop.prefer("light");
        String light = desktop.see("getComputedStyle(document.body).backgroundColor");
        desktop.prefer("dark");
        assertThat(desktop.see("getComputedStyle(document.body).backgroundColor"))
            .isNotEqualTo(light);
        desktop.screenshot(Path.of("target/porty-dashboard-dark.png"));
        traffic.interrupt();
        traffic.join();
      }
      try (Browser phone = new Browser(folder, 390, 844)) {
        phone.open("http://127.0.0.1:" + admin + "/");
        await().untilAsserted(() -> assertThat(text(phone, "routes")).contains("web"));
        assertThat(
                phone.see(
                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
            .as("nothing sticks out")
            .isEqualTo("true");
      }
    }
  }

  private static String text(Browser browser, String id) {
    return browser.see("document.getElementById('" + id + "').textContent");
  }

  private static Thread traffic(RawClient client) {
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                client.get("/hello");
                client.get("/<img/src=x>?porty_host=127.0.0.1&porty_port=1");
                try {
                  Thread.sleep(50);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    thread.start();
    return thread;
  }
}
