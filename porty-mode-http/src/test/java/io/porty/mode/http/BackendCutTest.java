package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.wire.FrameSteps;
import io.porty.wire.Http2Bytes;
import io.porty.wire.WireTable;
import io.porty.wire.WireTable.Row;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a backend of HTTP/2 answers means the same wherever its frames are cut: each sequence of the
 * wire table in two at every byte, and byte by byte, with a round of the event loop between the
 * pieces. The client speaks HTTP/1.
 */
@Tag("any-jdk")
class BackendCutTest {

  private static final Path TABLE =
      Path.of("../porty-dist/src/test/resources/wire-h2-backend/frames.txt");
  private static final int BACKEND = 2;

  /** Of a long sequence, the bytes within are alike. */
  private static final int EACH = 300;

  private static final int STEP = 997;

  static Stream<Row> rows() {
    return WireTable.rows(TABLE);
  }

  @Test
  void thereAreRows() {
    assertThat(rows()).hasSizeGreaterThan(70);
  }

  private static byte[] sequence(Row row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    row.steps(BACKEND).forEach(step -> out.writeBytes(FrameSteps.bytes(step)));
    return out.toByteArray();
  }

  /** A world with a request at a backend of HTTP/2. */
  private static void ask(World world) {
    Target target = Target.parse("h2c://backend.example:80");
    world.decides = () -> Decision.to(target, "cut");
    world.begin();
    world.client().arrive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    round(world);
    assertThat(world.backends()).hasSize(1);
    world.backends().get(0).arrive(Http2Bytes.frame(4, 0, 0));
    round(world);
  }

  private static void round(World world) {
    for (int i = 0; i < 3; i++) {
      world.round();
      while (world.isDialing()) {
        world.connect();
        world.round();
      }
    }
  }

  /** What the client gets, but how much of a response that is cut. */
  private static String answer(World world, byte[] bytes, boolean[] cuts) {
    ask(world);
    Side backend = world.backends().get(0);
    int from = 0;
    for (int i = 1; i < bytes.length; i++) {
      if (cuts[i]) {
        backend.arrive(Arrays.copyOfRange(bytes, from, i));
        round(world);
        from = i;
      }
    }
    backend.arrive(Arrays.copyOfRange(bytes, from, bytes.length));
    round(world);
    Side client = world.client();
    String responses = SecondOpinion.responses(client.sent(), false).toString();
    return responses.replaceAll("\"\\w*\" \\(cut\\)", "cut")
        + (client.hasEnded() ? " ended" : " open")
        + (client.wasOrderly() ? "" : " reset");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isAnsweredTheSame(Row row) {
    byte[] bytes = sequence(row);
    World world = new World(Map.of());
    String whole = answer(world, bytes, new boolean[bytes.length]);
    boolean[] all = new boolean[bytes.length];
    for (int i = 1; i < bytes.length; i += i < EACH || i > bytes.length - EACH ? 1 : STEP) {
      boolean[] cuts = new boolean[bytes.length];
      cuts[i] = true;
      all[i] = true;
      assertThat(answer(world, bytes, cuts)).as("cut at " + i).isEqualTo(whole);
    }
    assertThat(answer(world, bytes, all)).as("byte by byte").isEqualTo(whole);
    world.client().arriveReset();
    world.pass(Duration.ofSeconds(6));
    assertThat(world.faults).isEmpty();
    assertThat(world.isAtRest()).isTrue();
    assertThat(world.heldBytes()).as("bytes in buffers").isZero();
  }
}
