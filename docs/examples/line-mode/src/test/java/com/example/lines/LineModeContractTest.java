package com.example.lines;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.api.plugin.PortyPlugin;
import io.porty.testkit.ModeContract;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class LineModeContractTest extends ModeContract {

  @Override
  protected PortyPlugin plugin() {
    return new LinePlugin();
  }

  @Override
  protected String route() {
    return """
        mode = "lines"
        first_line_timeout_seconds = 0.5
        idle_timeout_seconds = 2
        routers = ["service"]
        [[routes.service.services]]
        name = "shop"
        target = "{backend}"
        """;
  }

  @Override
  protected void exchange(Socket client) throws IOException {
    client
        .getOutputStream()
        .write("shop\nGET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    String answer =
        new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertTrue(answer.endsWith("backend"), answer);
  }

  @Override
  protected byte[] beginning() {
    return "sho".getBytes(StandardCharsets.US_ASCII);
  }
}
