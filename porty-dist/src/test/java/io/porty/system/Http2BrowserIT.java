package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A browser loads a page with many resources over one HTTP/2 connection. */
@ExtendWith(LeakCensus.class)
class Http2BrowserIT {

  private static final int RESOURCES = 50;
  private static final int BYTES_EACH = 3000;

  @TempDir Path folder;

  private static String page() {
    StringBuilder html = new StringBuilder("<!doctype html><title>h2</title><script>");
    html.append("window.sizes = [];</script>");
    for (int i = 0; i < RESOURCES; i++) {
      html.append("<script async src=\"/part/").append(i).append("\"></script>");
    }
    return html.toString();
  }

  private static Backend site() {
    return Backend.running(
        connection -> {
          while (true) {
            String target = connection.message().target();
            boolean part = target.startsWith("/part/");
            int index = part ? Integer.parseInt(target.substring(6)) : 0;
            String type = part ? "text/javascript" : "text/html";
            String body =
                part
                    ? "sizes[" + index + "] = \"" + "x".repeat(index * BYTES_EACH) + "\".length;"
                    : page();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: "
                    + type
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
          }
        });
  }

  @Test
  void loadsAPageOfFiftyResources() throws Exception {
    TestCertificate local = TestCertificates.in(folder).server("localhost");
    Path log = folder.resolve("access.log");
    try (Backend backend = site();
        RunningPorty porty =
            RunningPorty.start(
                """
                log_format = "json"
                log_output = "LOG"
                [[routes]]
                name = "site"
                listen_addr = "127.0.0.1"
                listen_port = PORT
                mode = "http"
                target = "127.0.0.1:BACKEND"
                tls = { cert = "CERT", key = "KEY" }
                """
                    .replace("LOG", log.toString())
                    .replace("BACKEND", Integer.toString(backend.port()))
                    .replace("CERT", local.cert().toString())
                    .replace("KEY", local.key().toString()));
        Browser browser = new Browser(folder, 800, 600, "--ignore-certificate-errors")) {
      browser.open("https://localhost:" + porty.port() + "/");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(browser.see("sizes.filter(s => s !== undefined).length"))
                      .isEqualTo(Integer.toString(RESOURCES)));
      assertThat(browser.see("sizes.every((size, i) => size === i * " + BYTES_EACH + ")"))
          .as("each resource is complete")
          .isEqualTo("true");
      assertThat(
              browser.see(
                  "[...new Set(performance.getEntriesByType('resource').filter(e =>"
                      + " e.name.includes('/part/')).map(e => e.nextHopProtocol))].join()"))
          .isEqualTo("h2");
      await().until(() -> parts(log).size() == RESOURCES);
      assertThat(parts(log)).allMatch(line -> field(line, "version").equals("HTTP/2"));
      assertThat(parts(log).stream().map(line -> field(line, "client")).distinct())
          .as("one connection")
          .hasSize(1);
    }
  }

  private static List<String> parts(Path log) throws Exception {
    return Files.readAllLines(log).stream().filter(line -> line.contains("/part/")).toList();
  }

  private static String field(String line, String name) {
    return JsonParser.parseString(line).getAsJsonObject().get(name).getAsString();
  }
}
