package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.plugin.PortyPlugin;
import io.porty.testkit.ModeContract;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Porty's own HTTP mode keeps what every mode keeps. */
class HttpModeContractTest extends ModeContract {

  @Override
  protected PortyPlugin plugin() {
    return new PortyPlugin() {};
  }

  @Override
  protected String route() {
    return "mode = \"http\"\nrequest_header_timeout_seconds = 1\nkeepalive_timeout_seconds = 1\ntarget = \"{backend}\"\n";
  }

  @Override
  protected void exchange(Socket client) throws IOException {
    client
        .getOutputStream()
        .write(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 200")
        .endsWith("backend");
  }

  @Override
  protected byte[] beginning() {
    return "GET / HT".getBytes(StandardCharsets.US_ASCII);
  }
}
