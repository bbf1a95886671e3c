package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever frames a client of HTTP/2 sends, and whatever backends and the clock do, in whatever
 * order: {@link Http2Model} says after each frame which streams are open, which windows are left,
 * and which error ends a stream or the connection; in the end nothing is held. A story that fails
 * is told with its seed, for {@code @Property(seed = ...)}.
 */
class Http2ModelTest {

  private static final int[] LENGTHS = {0, 1, 100, 5000, 16_384, 16_384};
  private static final int[] ANSWERS = {0, 1, 300, 10_000, 40_000};
  private static final int[] UPDATES = {1, 255, 5000, 70_000, 0, Integer.MAX_VALUE};
  private static final long[] WINDOWS = {0, 1, 300, 65_535, 100_000, 1L << 31, (1L << 31) - 1};

  enum Kind {
    REQUEST,
    REQUEST_WITH_BODY,
    MALFORMED_REQUEST,
    HEADERS,
    TRAILERS,
    MALFORMED_TRAILERS,
    DATA,
    DATA_BURST,
    LAST_DATA,
    RESET,
    CONNECTION_WINDOW,
    STREAM_WINDOW,
    SETTINGS,
    PING,
    IGNORED,
    PRIORITY_UPDATE,
    GOAWAY,
    CLIENT_FULL,
    CLIENT_TAKES,
    CONNECTS,
    REFUSES,
    HINTS,
    ANSWERS,
    FINISHES,
    CUTS,
    BACKEND_FULL,
    BACKEND_TAKES,
    RELOAD,
    A_MOMENT
  }

  /**
   * One event.
   *
   * @param stream a stream of those there are, or one that was not opened
   * @param amount chooses a length
   */
  record Step(Kind kind, int stream, int amount) {}

  /** Mostly an open stream, sometimes one that was, seldom any number. */
  private static int choose(Http2Play play, Step step) {
    int last = play.model.last();
    List<Integer> open =
        play.model.streams().entrySet().stream()
            .filter(entry -> entry.getValue().isOpen())
            .map(Map.Entry::getKey)
            .toList();
    if (step.amount() % 9 == 8 || last == 0) {
      return step.stream();
    }
    boolean isOpen = step.amount() % 4 > 0 && !open.isEmpty();
    return isOpen
        ? open.get(step.stream() % open.size())
        : 1 + 2 * (step.stream() % (last / 2 + 1));
  }

  private static void play(Http2Play play, Step step) {
    int stream = choose(play, step);
    int amount = step.amount();
    int next = play.model.last() + (play.model.last() % 2 == 0 ? 1 : 2);
    int length = LENGTHS[amount % LENGTHS.length];
    switch (step.kind()) {
      case REQUEST -> play.headers(next, true, false);
      case REQUEST_WITH_BODY -> play.headers(next, false, false);
      case MALFORMED_REQUEST -> play.headers(next, amount % 2 == 0, true);
      case HEADERS -> play.headers(stream, amount % 2 == 0, false);
      case TRAILERS -> play.headers(stream, true, false);
      case MALFORMED_TRAILERS -> play.headers(stream, true, true);
      case DATA -> play.data(stream, length, false);
      case DATA_BURST -> {
        for (int i = 0; i < 4 && !play.isOver(); i++) {
          play.data(stream, 16_384, false);
        }
      }
      case LAST_DATA -> play.data(stream, length, true);
      case RESET -> play.rstStream(stream == 0 ? 1 : stream);
      case CONNECTION_WINDOW -> play.windowUpdate(0, UPDATES[amount % UPDATES.length]);
      case STREAM_WINDOW ->
          play.windowUpdate(Math.max(1, stream), UPDATES[amount % UPDATES.length]);
      case SETTINGS -> play.initialWindow(WINDOWS[amount % WINDOWS.length]);
      case PING -> play.ping();
      case IGNORED -> play.ignored(step.stream());
      case PRIORITY_UPDATE -> play.priorityUpdate(stream);
      case GOAWAY -> play.goAway();
      case CLIENT_FULL -> play.taking(false);
      case CLIENT_TAKES -> play.taking(true);
      case CONNECTS -> play.connect();
      case REFUSES -> play.refuse();
      case HINTS -> play.interim(step.stream());
      case ANSWERS -> play.answer(step.stream(), ANSWERS[amount % ANSWERS.length], false);
      case FINISHES -> play.answer(step.stream(), ANSWERS[amount % ANSWERS.length], true);
      case CUTS -> play.cut(step.stream());
      case BACKEND_FULL -> play.full(step.stream(), true);
      case BACKEND_TAKES -> play.full(step.stream(), false);
      case RELOAD -> play.reload();
      case A_MOMENT -> play.pass(Duration.ofMillis(100));
    }
  }

  @Provide
  static Arbitrary<List<Step>> stories() {
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(2, Arbitraries.of(Kind.class)),
            net.jqwik.api.Tuple.of(
                5,
                Arbitraries.of(
                    Kind.REQUEST,
                    Kind.REQUEST_WITH_BODY,
                    Kind.CONNECTS,
                    Kind.CONNECTS,
                    Kind.ANSWERS,
                    Kind.FINISHES,
                    Kind.DATA_BURST,
                    Kind.LAST_DATA,
                    Kind.STREAM_WINDOW,
                    Kind.BACKEND_FULL)));
    Arbitrary<Integer> stream = Arbitraries.integers().between(0, 14);
    Arbitrary<Integer> amount = Arbitraries.integers().between(0, 41);
    return Combinators.combine(kind, stream, amount).as(Step::new).list().ofMaxSize(60);
  }

  @Property(tries = 10_000)
  @Tag("model")
  void theModelAgrees(@ForAll("stories") List<Step> story) {
    Http2Play play = new Http2Play();
    for (Step step : story) {
      if (play.isOver()) {
        break;
      }
      play(play, step);
    }
    if (!play.isOver()) {
      play.finish();
    }
    play.end();
  }

  private static Http2Play told(Kind... kinds) {
    Http2Play play = new Http2Play();
    for (Kind kind : kinds) {
      play(play, new Step(kind, 0, 2));
    }
    return play;
  }

  @Test
  void anOrdinaryStoryIsToldToItsEnd() {
    Http2Play play =
        told(
            Kind.REQUEST_WITH_BODY,
            Kind.CONNECTS,
            Kind.DATA_BURST,
            Kind.LAST_DATA,
            Kind.ANSWERS,
            Kind.FINISHES);

    assertThat(play.model.open()).isZero();
    assertThat(play.model.streams()).containsOnlyKeys(1);
    play.end();
  }
}
