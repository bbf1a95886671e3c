package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Porty that has run out of file descriptors. */
class DescriptorsIT {

  private static final int DESCRIPTORS = 150;

  @Test
  void saysSoOnceAndGoesOnWhenSomeAreFreeAgain() {
    int port = Ports.free();
    List<RawClient> crowd = new ArrayList<>();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.startWithDescriptors(
                DESCRIPTORS,
                """
                event_loops = 1
                max_connections = 1000

                [[routes]]
                name = "few"
                listen_addr = "127.0.0.1"
                listen_port = %d
                mode = "http"
                target_addr = "127.0.0.1"
                target_port = %d
                """
                    .formatted(port, backend.port()))) {
      try (RawClient first = RawClient.to(port)) {
        assertThat(first.get("/").status()).isEqualTo(200);
      }
      for (int i = 0; i < 2 * DESCRIPTORS; i++) {
        crowd.add(RawClient.to(port));
      }
      await().untilAsserted(() -> assertThat(porty.log()).contains("cannot accept"));
      crowd.forEach(RawClient::close);
      crowd.clear();

      await()
          .untilAsserted(
              () -> {
                try (RawClient next = RawClient.to(port)) {
                  next.patience(1000);
                  assertThat(next.get("/").status()).isEqualTo(200);
                }
              });
      assertThat(porty.log().split("cannot accept", -1)).as(porty.log()).hasSize(2);
    } finally {
      crowd.forEach(RawClient::close);
    }
  }
}
