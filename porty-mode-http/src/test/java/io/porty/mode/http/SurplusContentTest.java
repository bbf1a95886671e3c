package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.wire.Http2Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request by HTTP/2 with more content than its content-length is never complete at a backend of
 * HTTP/1 (RFC 9113 section 8.1.1), wherever its frames are cut.
 */
class SurplusContentTest {

  private static byte[] request(byte[]... frames) {
    return request(2, frames);
  }

  private static byte[] request(int declared, byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Http2Bytes.preface());
    out.writeBytes(Http2Bytes.frame(4, 0, 0));
    out.writeBytes(Http2Bytes.frame(1, 4, 1, Http2Bytes.fields("+~content-length=" + declared)));
    for (byte[] frame : frames) {
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private static byte[] data(boolean ends, String text) {
    return Http2Bytes.frame(0, ends ? 1 : 0, 1, Http2Bytes.text(text));
  }

  /** How many requests a backend takes for complete, if the bytes come in two pieces. */
  private static long complete(byte[] bytes, int cut) {
    World world = new World(Map.of());
    world.begin();
    world.client().arrive(Arrays.copyOf(bytes, cut));
    round(world);
    world.client().arrive(Arrays.copyOfRange(bytes, cut, bytes.length));
    round(world);
    return world.backends().stream()
        .flatMap(backend -> SecondOpinion.requests(backend.sent()).stream())
        .filter(seen -> seen.complete)
        .count();
  }

  private static void round(World world) {
    world.round();
    while (world.isDialing()) {
      world.connect();
      world.round();
    }
  }

  private static void expectNever(byte[] bytes) {
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(complete(bytes, cut)).as("cut at " + cut).isZero();
    }
  }

  @Test
  void inTheSameFrame() {
    expectNever(request(data(true, "abc")));
  }

  @Test
  void inTheNextFrame() {
    expectNever(request(data(false, "ab"), data(true, "c")));
  }

  @Test
  void beforeTrailers() {
    expectNever(request(data(false, "abc"), Http2Bytes.frame(1, 5, 1, Http2Bytes.fields("x=y"))));
  }

  @Test
  void behindNoneThatIsDeclared() {
    expectNever(request(0, data(true, "a")));
    expectNever(request(0, data(false, ""), data(true, "a")));
  }

  @Test
  void anEndInAFrameOfItsOwnIsComplete() {
    byte[] bytes = request(0, data(true, ""));
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(complete(bytes, cut)).as("cut at " + cut).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whatIsAsLongAsDeclaredIsComplete(int padding) {
    byte[] frame =
        padding == 0
            ? data(true, "ab")
            : Http2Bytes.frame(0, 9, 1, new byte[] {3, 'a', 'b', 0, 0, 0});
    byte[] bytes = request(frame);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(complete(bytes, cut)).as("cut at " + cut).isOne();
    }
  }
}
