package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Header blocks whose code is longer than their fields, as encoders write that use Huffman's code
 * always: what is within {@code max_head_bytes} is served, and few of them wait at a time.
 */
@ExtendWith(LeakCensus.class)
class Http2LongBlockTest {

  private static final int MAX_HEAD_BYTES = 65_536;
  private static final int FRAME_BYTES = 16_384;

  /** Of each event loop; there is one. */
  private static final int LONG_BLOCKS = 8;

  private Backend backend;
  private Http2Porty porty;

  @BeforeEach
  void start() {
    backend = Backend.ok("hello");
    porty =
        Http2Porty.with("event_loops = 1", backend.port(), "max_head_bytes = " + MAX_HEAD_BYTES);
  }

  @AfterEach
  void stop() {
    porty.close();
    backend.close();
  }

  /** A request with a field of so many bytes of 0xf9, two of which are seven in Huffman's code. */
  private static byte[] block(int length) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(
        Http2Client.block(":method=GET", ":scheme=http", ":path=/", ":authority=a.example"));
    int coded = length / 2 * 7;
    block.writeBytes(new byte[] {0, 1, 'x', (byte) 0xff});
    int rest = coded - 127;
    for (; rest > 127; rest >>= 7) {
      block.write(0x80 | rest & 0x7f);
    }
    block.write(rest);
    byte[] value = new byte[coded];
    Arrays.fill(value, (byte) 0xff);
    for (int i = 0; i < coded; i += 7) {
      value[i + 3] = (byte) 0xef;
      value[i + 6] = (byte) 0xfe;
    }
    block.writeBytes(value);
    return block.toByteArray();
  }

  private static List<byte[]> frames(byte[] block) {
    List<byte[]> frames = new ArrayList<>();
    for (int at = 0; at < block.length; at += FRAME_BYTES) {
      int end = Math.min(block.length, at + FRAME_BYTES);
      int flags = (at == 0 ? Http2Client.END_STREAM : 0);
      flags |= end == block.length ? Http2Client.END_HEADERS : 0;
      int type = at == 0 ? Http2Client.HEADERS : Http2Client.CONTINUATION;
      frames.add(Http2Client.bytes(type, flags, 1, Arrays.copyOfRange(block, at, end)));
    }
    return frames;
  }

  private void expectServed(Http2Client client) {
    assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
  }

  @Test
  void aFieldThatFillsTheHeadIsServedInItsLongestCode() {
    int length = MAX_HEAD_BYTES - 400;
    try (Http2Client client = porty.connect()) {
      client.all(frames(block(length)));
      expectServed(client);
      assertThat(backend.requests().get(0).all("x")).containsExactly("\u00f9".repeat(length));
    }
  }

  @Test
  void aLongerOneEndsTheConnection() {
    try (Http2Client client = porty.connect()) {
      client.all(frames(block(MAX_HEAD_BYTES)));
      assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
      assertThat(porty.reached("header_bomb")).isOne();
    }
  }

  @Test
  void aBlockLongerThanAnyCodeOfTheHeadEndsTheConnectionBeforeItsEnd() {
    int most = MAX_HEAD_BYTES / 4 * 15 + FRAME_BYTES;
    List<byte[]> frames = frames(new byte[most + 1]);
    try (Http2Client client = porty.connect()) {
      client.all(frames.subList(0, frames.size() - 1));
      client.frame(Http2Client.CONTINUATION, 0, 1, new byte[1]);
      assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
      assertThat(porty.reached("continuation_flood")).isOne();
    }
  }

  /** Each of them is memory, and nobody needs many. A place comes back with its block. */
  @Test
  void fewLongBlocksWaitAtATime() {
    expectPlaces(1);
    expectPlaces(2);
  }

  @Test
  void aStrangerIsServedBesidesAClientThatHoldsAllPlaces() {
    List<byte[]> frames = frames(block(MAX_HEAD_BYTES - 400));
    List<Http2Client> clients = begun();
    try (Http2Client stranger = porty.connect("127.0.0.2")) {
      await().until(() -> porty.reached("continuation_flood") == 1);
      stranger.all(frames);
      expectServed(stranger);
      assertThat(porty.reached("continuation_flood")).isEqualTo(2);
    } finally {
      clients.forEach(Http2Client::close);
    }
  }

  @Test
  void aPlaceComesBackWithItsConnection() {
    List<Http2Client> clients = begun();
    await().until(() -> porty.reached("continuation_flood") == 1);
    clients.forEach(Http2Client::close);
    porty.awaitRest();
    expectPlaces(2);
  }

  /** One connection more than there are places for, each in the middle of its block. */
  private List<Http2Client> begun() {
    List<byte[]> frames = frames(block(MAX_HEAD_BYTES - 400));
    List<Http2Client> clients = new ArrayList<>();
    for (int i = 0; i <= LONG_BLOCKS; i++) {
      clients.add(porty.connect().all(frames.subList(0, frames.size() - 1)));
    }
    return clients;
  }

  private void expectPlaces(long refused) {
    List<byte[]> frames = frames(block(MAX_HEAD_BYTES - 400));
    List<Http2Client> clients = begun();
    try {
      await().until(() -> porty.reached("continuation_flood") == refused);
      int served = 0;
      for (Http2Client client : clients) {
        client.all(frames.subList(frames.size() - 1, frames.size()));
        client.until("END 1");
        served += client.events().stream().anyMatch(e -> e.startsWith("STATUS 1 200")) ? 1 : 0;
      }
      assertThat(served).isEqualTo(LONG_BLOCKS);
    } finally {
      clients.forEach(Http2Client::close);
    }
  }
}
