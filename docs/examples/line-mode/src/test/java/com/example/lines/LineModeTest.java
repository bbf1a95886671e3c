package com.example.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.testkit.PortyExtension;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LineModeTest {

  @RegisterExtension
  static final PortyExtension porty =
      PortyExtension.with(new LinePlugin())
          .backends("shop", "rest")
          .route(
              """
              mode = "lines"
              longest_line = 20
              routers = ["service"]
              [[routes.service.services]]
              name = "shop"
              target = "{shop}"
              """);

  private static String talk(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", porty.porty().port())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
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
    assertEquals("the line is too long\n", talk("x".repeat(50)));
  }
}
