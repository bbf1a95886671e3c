package io.porty.http2;

import static io.porty.http2.Http2Client.requestBytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Streams that a client opens before it knows {@code max_streams} (RFC 9113 sections 5.1.2 and
 * 6.5.3): those beyond it are refused, for the client to send again, and are no abuse.
 */
@ExtendWith(LeakCensus.class)
class Http2EarlyStreamsTest {

  private static final int MAX_STREAMS = 2;

  /** Those that are free before SETTINGS are acknowledged, and what others may be reset at once. */
  private static final int EARLY_REFUSALS = 1000;

  private static final int RESETS = 100;

  private Backend backend;
  private Http2Porty porty;
  private Http2Client client;

  @BeforeEach
  void start() {
    backend = Backend.ok("hello");
    porty = Http2Porty.to(backend.port(), "max_streams = " + MAX_STREAMS);
    client = porty.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    porty.close();
    backend.close();
  }

  /** Opens requests whose ends do not come, so that the first ones stay open. */
  private void opens(int count) {
    client.all(
        IntStream.range(0, count)
            .mapToObj(i -> requestBytes(2 * i + 1, false, "POST", "/"))
            .toList());
  }

  private long refused() {
    return client.events().stream().filter(e -> e.endsWith("REFUSED_STREAM")).count();
  }

  @Test
  void areRefusedAndTheConnectionGoesOn() {
    int count = 400;
    opens(count);
    client.until("RST " + (2 * count - 1));
    assertThat(refused()).isEqualTo(count - MAX_STREAMS);
    client.data(1, "a", true).data(3, "b", true);
    client.until("END 1");
    client.until("END 3");
    client.acknowledging().get(2 * count + 1, "/");
    assertThat(client.until("END " + (2 * count + 1)))
        .anyMatch(event -> event.startsWith("STATUS 1 200"))
        .anyMatch(event -> event.startsWith("STATUS 3 200"))
        .anyMatch(event -> event.startsWith("STATUS " + (2 * count + 1) + " 200"))
        .noneMatch(event -> event.startsWith("GOAWAY"));
    assertThat(porty.reached("max_streams")).isEqualTo(count - MAX_STREAMS);
    assertThat(porty.reached("made_you_reset")).isZero();
    // Nothing of them has cost a backend anything: reading need not pause.
    assertThat(porty.reached("premature_resets")).isZero();
  }

  /** Their ends were on the way, too, however many streams were refused since. */
  @Test
  void mayStillEnd() {
    int count = 400;
    opens(count);
    client.frame(
        Http2Client.HEADERS,
        Http2Client.END_STREAM | Http2Client.END_HEADERS,
        2 * MAX_STREAMS + 1,
        Http2Client.block("a=b"));
    client.data(2 * MAX_STREAMS + 3, "c", true).ping();
    assertThat(client.until("PONG"))
        .contains("PONG")
        .noneMatch(event -> event.startsWith("GOAWAY"));
  }

  @Test
  void areBounded() {
    opens(MAX_STREAMS + EARLY_REFUSALS + 3 * RESETS);
    assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
    assertThat(refused()).isBetween(EARLY_REFUSALS + RESETS + 0L, EARLY_REFUSALS + 2L * RESETS);
    assertThat(porty.reached("made_you_reset")).isOne();
  }

  @Test
  void countAsResetsOnceTheLimitIsKnown() {
    client.acknowledging();
    opens(MAX_STREAMS + 3 * RESETS);
    assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
    assertThat(refused()).isBetween(RESETS + 0L, 2L * RESETS);
    assertThat(porty.reached("made_you_reset")).isOne();
  }

  @Test
  void resetByTheClientStillCount() {
    client.all(
        IntStream.range(0, 3 * RESETS)
            .boxed()
            .flatMap(
                i ->
                    List.of(
                        requestBytes(2 * i + 1, true, "GET", "/"),
                        Http2Client.bytes(
                            Http2Client.RST_STREAM, 0, 2 * i + 1, Http2Client.number(8)))
                        .stream())
            .toList());
    assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
    assertThat(porty.reached("rapid_reset")).isOne();
  }
}
