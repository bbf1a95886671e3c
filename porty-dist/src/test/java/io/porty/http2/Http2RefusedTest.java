package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that are refused before their first request: the client is told in its protocol. */
@ExtendWith(LeakCensus.class)
class Http2RefusedTest {

  @Test
  void aConnectionBeyondTheClientsShareIsAnsweredInHttp2() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "max_connections_per_client = 1");
        Http2Client first = porty.connect()) {
      first.post(1, "/");
      first.until("SETTINGS ACK");
      try (Http2Client second = porty.connect()) {
        second.get(1, "/");
        second.until("CLOSED");
        assertThat(second.events())
            .anyMatch(
                event ->
                    event.startsWith("STATUS 1 503")
                        && event.contains("x-porty-error=client_limit"))
            .anyMatch(event -> event.startsWith("GOAWAY NO_ERROR"));
      }
    }
  }
}
