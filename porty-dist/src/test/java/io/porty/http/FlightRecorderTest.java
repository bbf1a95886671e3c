package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java Flight Recorder sees of a running Porty. */
class FlightRecorderTest {

  @TempDir Path folder;

  @Test
  void showsConnectionsConnectsAndExchanges() throws Exception {
    Path file = folder.resolve("porty.jfr");
    try (Recording recording = new Recording();
        Backend backend = Backend.answering("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        RunningPorty porty = RunningPorty.dynamic("log_requests = false")) {
      recording.enable("porty.Connection");
      recording.enable("porty.UpstreamConnect");
      recording.enable("porty.Exchange");
      recording.start();
      try (RawClient client = porty.connect()) {
        client.get("/a?porty_host=127.0.0.1&porty_port=" + backend.port());
        client.get("/b");
      }
      await().until(() -> porty.porty().openConnections() == 0);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    assertThat(of(events, "porty.Connection")).hasSize(1);
    assertThat(of(events, "porty.UpstreamConnect"))
        .singleElement()
        .satisfies(e -> assertThat(e.getString("failure")).isEmpty());
    assertThat(of(events, "porty.Exchange"))
        .extracting(e -> e.getInt("status"))
        .containsExactly(201, 400);
    assertThat(of(events, "porty.Exchange").get(1).getString("failure")).contains("porty_host");
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
    return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
  }
}
