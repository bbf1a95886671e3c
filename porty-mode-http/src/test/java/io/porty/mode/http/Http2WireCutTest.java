package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.wire.FrameSteps;
import io.porty.wire.Http2Bytes;
import io.porty.wire.WireTable;
import io.porty.wire.WireTable.Row;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each frame sequence of the wire tables means the same wherever it is cut: in two at every byte,
 * and byte by byte, with a round of the event loop between the pieces.
 */
@Tag("any-jdk")
class Http2WireCutTest {

  private static final Path TABLES = Path.of("../porty-dist/src/test/resources/wire-h2");
  private static final int CLIENT = 2;
  private static final Map<String, Object> KEYS =
      Map.of("max_streams", 10, "max_body_bytes", 30_000L, "upstream_max_connections", 20);
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  /** Of a long sequence, the bytes within are alike. */
  private static final int EACH = 300;

  private static final int STEP = 997;

  static Stream<Row> rows() {
    return WireTable.all(TABLES);
  }

  @Test
  void thereAreRows() {
    assertThat(rows()).hasSizeGreaterThan(300);
  }

  /** Pieces with a pause between each two, where a client waits for an answer. */
  private static List<byte[]> pieces(Row row) {
    List<byte[]> pieces = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> steps = row.steps(CLIENT);
    if (!steps.get(0).equals("silent")) {
      out.writeBytes(Http2Bytes.preface());
      out.writeBytes(Http2Bytes.frame(4, 0, 0));
    }
    for (String step : steps) {
      if (step.startsWith("until ")) {
        pieces.add(out.toByteArray());
        out.reset();
      } else if (!step.equals("silent")) {
        out.writeBytes(FrameSteps.bytes(step));
      }
    }
    pieces.add(out.toByteArray());
    return pieces;
  }

  /** A world whose backends answer. */
  private static final class Play {
    private final World world;
    private final Map<Side, Integer> answered = new HashMap<>();
    private final Map<Side, Integer> seen = new HashMap<>();

    Play(World world) {
      this.world = world;
      world.begin();
    }

    void round() {
      world.round();
      while (world.isDialing()) {
        world.connect();
        world.round();
      }
    }

    /** Backends answer what is complete: where the client waits, wherever its bytes are cut. */
    void answer() {
      round();
      boolean again = false;
      for (Side backend : List.copyOf(world.backends())) {
        byte[] sent = backend.sent();
        if (sent.length == seen.getOrDefault(backend, 0)) {
          continue;
        }
        seen.put(backend, sent.length);
        long complete = SecondOpinion.requests(sent).stream().filter(r -> r.complete).count();
        for (int i = answered.getOrDefault(backend, 0); i < complete; i++) {
          backend.arrive(ANSWER);
          answered.merge(backend, 1, Integer::sum);
          again = true;
        }
      }
      if (again) {
        answer();
      }
    }

    /**
     * What the client got. Windows are given back by rounds, and whether an answer comes before the
     * end of its request (RST_STREAM NO_ERROR) depends on them, too.
     */
    List<String> events() {
      byte[] sent = world.client().sent();
      Http2Answers answers = new Http2Answers();
      List<String> events =
          new ArrayList<>(
              answers.read(sent).stream()
                  .map(Http2Answers.Frame::toString)
                  .filter(event -> !event.matches("WINDOW.*|RST \\d+ 0"))
                  .sorted()
                  .toList());
      assertThat(answers.isWithinFrame(sent)).isFalse();
      events.add(world.client().hasEnded() ? "ended" : "open");
      return events;
    }
  }

  /**
   * @param cuts at which bytes of all pieces together
   */
  private static List<String> answers(World world, List<byte[]> pieces, boolean[] cuts) {
    Play play = new Play(world);
    int position = 0;
    for (byte[] piece : pieces) {
      int from = 0;
      for (int i = 1; i < piece.length; i++) {
        if (cuts[position + i]) {
          play.world.client().arrive(Arrays.copyOfRange(piece, from, i));
          play.round();
          from = i;
        }
      }
      position += piece.length;
      play.world.client().arrive(Arrays.copyOfRange(piece, from, piece.length));
      play.answer();
    }
    return play.events();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isAnsweredTheSame(Row row) {
    List<byte[]> pieces = pieces(row);
    int length = pieces.stream().mapToInt(piece -> piece.length).sum();
    World world = new World(KEYS);
    List<String> whole = answers(world, pieces, new boolean[length]);
    assertThat(whole).hasSizeGreaterThan(1);
    boolean[] all = new boolean[length];
    for (int i = 1; i < length; i += i < EACH || i > length - EACH ? 1 : STEP) {
      boolean[] cuts = new boolean[length];
      cuts[i] = true;
      all[i] = true;
      assertThat(answers(world, pieces, cuts)).as("cut at " + i).isEqualTo(whole);
    }
    assertThat(answers(world, pieces, all)).as("byte by byte").isEqualTo(whole);
    world.client().arriveReset();
    world.pass(Duration.ofSeconds(6));
    assertThat(world.faults).isEmpty();
    assertThat(world.metric("porty_h2_streams")).isZero();
    assertThat(world.isAtRest()).isTrue();
    assertThat(world.heldBytes()).as("bytes in buffers").isZero();
  }
}
