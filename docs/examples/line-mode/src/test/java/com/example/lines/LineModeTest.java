package com.example.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.testkit.PortyExtension;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LineModeTest {

  private static final String ROUTE =
      """
      mode = "lines"
      longest_line = 20
      first_line_timeout_seconds = 0.3
      log_format = "plain"
      routers = ["service"]
      [[routes.service.services]]
      name = "shop"
      target = "{shop}"
      """;

  @RegisterExtension
  static final PortyExtension porty =
      PortyExtension.with(new LinePlugin()).backends("shop").route(ROUTE);

  private static String talk(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", porty.porty().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void relaysWhatFollowsTheNameOfAService() throws IOException {
    assertTrue(talk("shop\nGET /x HTTP/1.0\r\n\r\n").endsWith("shop"));
    assertEquals("/x", porty.backend("shop").last().uri());
  }

  @Test
  void saysWhatItDoesNotKnow() throws IOException {
    assertEquals("There is no such service\n", talk("bar\n"));
    assertEquals("the line is too long\n", talk("x".repeat(50_000)));
  }

  @Test
  void doesNotWaitForEver() throws IOException {
    assertEquals("no line in time\n", talk(""));
    assertEquals("no line in time\n", talk("sho"));
  }

  @Test
  void recordsEveryConnection() throws Exception {
    try (TestPorty own = TestPorty.with(new LinePlugin()).backends("shop").route(ROUTE)) {
      try (Socket socket = new Socket("127.0.0.1", own.port())) {
        socket.getOutputStream().write("bar\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      }
      long end = System.nanoTime() + 10_000_000_000L;
      while (!own.traffic().contains(" CLOSE route=test ") && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertTrue(own.traffic().contains("error=target_denied"), own::traffic);
    }
  }

  @Test
  void explainsByTheLine() throws Exception {
    var shop = porty.porty().porty().explain(porty.porty().port(), "GET", "x", "/shop", Map.of());
    assertTrue(shop.result().startsWith("forward to 127.0.0.1:"), shop::result);
    var bar = porty.porty().porty().explain(porty.porty().port(), "GET", "x", "/bar", Map.of());
    assertEquals("404: There is no such service", bar.result());
  }
}
