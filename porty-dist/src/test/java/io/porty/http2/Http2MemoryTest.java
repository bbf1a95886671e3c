package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client that takes nothing can make Porty hold. */
@ExtendWith(LeakCensus.class)
class Http2MemoryTest {

  private static final int STREAMS = 50;
  private static final int SIZE = 20_000_000;

  @Test
  void responsesThatWaitStopTheirBackendsAtSixtyFourKilobytesEach() {
    AtomicLong sent = new AtomicLong();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  // Less than the kernel would keep for Porty, if Porty read on.
                  connection.socket().setSendBufferSize(16_384);
                  byte[] piece = new byte[4096];
                  for (int left = SIZE; left > 0; left -= piece.length) {
                    connection.send(piece);
                    sent.addAndGet(piece.length);
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      client.setting(4, 0);
      long idle = porty.directBytes();
      for (int i = 0; i < STREAMS; i++) {
        client.get(2 * i + 1, "/");
      }
      for (int i = 0; i < STREAMS; i++) {
        client.until("STATUS " + (2 * i + 1));
      }
      AtomicLong before = new AtomicLong(-1);
      await().until(() -> before.getAndSet(sent.get()) == sent.get());
      long held = porty.directBytes() - idle;
      // What waits, and the buffer that it was read with; in chunks of the allocator.
      assertThat(held).isLessThan(STREAMS * 2L * 65_536 + 8 * 1024 * 1024);
      assertThat(client.bodyLength()).isZero();
    }
  }
}
