package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Whatever frames backends of HTTP/2 send, and whatever the client and the network do, in whatever
 * order: {@link BackendModel} says after each frame which streams and windows Porty has, and which
 * error ends a stream or the connection; {@link PlayedCall} says what the client must see. In the
 * end nothing is held.
 */
class BackendModelTest {

  private static final int[] LENGTHS = {0, 1, 100, 5000, 16_384};
  private static final int[] UPDATES = {1, 255, 5000, 70_000, 0, Integer.MAX_VALUE};
  private static final int[] WINDOWS = {0, 1, 300, 65_535, 100_000};
  private static final int[] ERRORS = {0, 2, 7, 8, 11};

  enum Kind {
    GET,
    POST,
    UPLOAD,
    LAST_UPLOAD,
    GIVE_UP,
    CLIENT_FULL,
    CLIENT_TAKES,
    CONNECTS,
    REFUSES,
    RELOAD,
    A_MOMENT,
    SETTINGS,
    WINDOW,
    STREAM_WINDOW,
    PING,
    HINTS,
    HEAD,
    HEAD_WITH_LENGTH,
    LAST_HEAD,
    DATA,
    DATA_BURST,
    LAST_DATA,
    TRAILERS,
    MALFORMED_TRAILERS,
    RESET,
    GOAWAY,
    CLOSES,
    BACKEND_FULL,
    BACKEND_TAKES
  }

  /**
   * One event.
   *
   * @param which chooses a connection, a stream or a request
   * @param amount chooses a length
   */
  record Step(Kind kind, int which, int amount) {}

  /** Mostly an open stream, sometimes one that was, seldom any number. */
  private static int choose(BackendModel model, Step step) {
    List<Integer> open =
        model.streams().entrySet().stream()
            .filter(entry -> entry.getValue().isOpen())
            .map(java.util.Map.Entry::getKey)
            .toList();
    if (step.amount() % 13 == 12) {
      return 1 + step.which();
    }
    boolean isOpen = step.amount() % 5 > 0 && !open.isEmpty();
    return isOpen
        ? open.get(step.which() % open.size())
        : 1 + 2 * (step.which() % Math.max(1, model.last() / 2 + 1));
  }

  private static void play(BackendPlay play, Step step) {
    int amount = step.amount();
    int length = LENGTHS[amount % LENGTHS.length];
    switch (step.kind()) {
      case GET -> play.request(false);
      case POST -> play.request(true);
      case UPLOAD -> play.upload(step.which(), length, false);
      case LAST_UPLOAD -> play.upload(step.which(), length, true);
      case GIVE_UP -> play.giveUp(step.which());
      case CLIENT_FULL -> play.taking(false);
      case CLIENT_TAKES -> play.taking(true);
      case CONNECTS -> play.connect();
      case REFUSES -> play.refuse();
      case RELOAD -> play.reload();
      case A_MOMENT -> play.pass(Duration.ofMillis(100));
      default -> {
        BackendLink link = play.link(step.which());
        if (link != null) {
          act(play, link, step);
          play.settle();
        }
      }
    }
  }

  private static void act(BackendPlay play, BackendLink link, Step step) {
    int amount = step.amount();
    int length = LENGTHS[amount % LENGTHS.length];
    int stream = choose(link.model, step);
    switch (step.kind()) {
      case SETTINGS -> link.settings(WINDOWS[amount % WINDOWS.length], 1 + amount % 4);
      case WINDOW -> link.window(0, UPDATES[amount % UPDATES.length]);
      case STREAM_WINDOW -> link.window(stream, UPDATES[amount % UPDATES.length]);
      case PING -> link.ping();
      case HINTS -> link.head(stream, 103, -1, amount % 6 == 5);
      case HEAD -> link.head(stream, 200, -1, false);
      case HEAD_WITH_LENGTH -> link.head(stream, 200, 2 * length, false);
      case LAST_HEAD -> link.head(stream, amount % 2 == 0 ? 204 : 404, -1, true);
      case DATA -> link.data(stream, length, false);
      case DATA_BURST -> {
        for (int i = 0; i < 3 && link.isOpen() && isRunning(link, stream); i++) {
          if (!link.model.takes(stream, 16_384)) {
            play.settle(); // what Porty has given back meanwhile may not be sent yet
          }
          link.data(stream, 16_384, false);
        }
      }
      case LAST_DATA -> link.data(stream, length, true);
      case TRAILERS -> link.trailers(stream, false);
      case MALFORMED_TRAILERS -> link.trailers(stream, true);
      case RESET -> {
        if (stream % 2 == 1 && stream <= link.model.last()) {
          link.reset(stream, ERRORS[amount % ERRORS.length]);
        }
      }
      case GOAWAY -> link.goAway(Math.max(0, link.model.last() - amount % 3));
      case CLOSES -> link.close();
      case BACKEND_FULL -> link.taking(false);
      case BACKEND_TAKES -> link.taking(true);
      default -> throw new AssertionError(step);
    }
  }

  private static boolean isRunning(BackendLink link, int id) {
    BackendModel.Stream stream = link.model.streams().get(id);
    return stream != null && stream.isOpen();
  }

  @Provide
  static Arbitrary<List<Step>> stories() {
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of(Kind.class)),
            Tuple.of(
                5,
                Arbitraries.of(
                    Kind.GET,
                    Kind.GET,
                    Kind.POST,
                    Kind.UPLOAD,
                    Kind.LAST_UPLOAD,
                    Kind.CONNECTS,
                    Kind.CONNECTS,
                    Kind.SETTINGS,
                    Kind.HEAD,
                    Kind.HEAD_WITH_LENGTH,
                    Kind.DATA,
                    Kind.LAST_DATA,
                    Kind.LAST_HEAD)));
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 14);
    Arbitrary<Integer> amount = Arbitraries.integers().between(0, 64);
    return Combinators.combine(kind, which, amount).as(Step::new).list().ofMaxSize(50);
  }

  @Property(tries = 10_000)
  @Tag("model")
  void theModelAgrees(@ForAll("stories") List<Step> story) {
    BackendPlay play = new BackendPlay();
    for (Step step : story) {
      play(play, step);
    }
    play.finish();
    play.end();
  }

  @Test
  void anOrdinaryStoryIsToldToItsEnd() {
    BackendPlay play = new BackendPlay();
    for (Kind kind :
        List.of(Kind.POST, Kind.CONNECTS, Kind.LAST_UPLOAD, Kind.HEAD_WITH_LENGTH, Kind.DATA)) {
      play(play, new Step(kind, 0, 2));
    }
    play(play, new Step(Kind.LAST_DATA, 0, 2));

    assertThat(play.calls).containsOnlyKeys(1);
    assertThat(play.calls.get(1).isOver()).isTrue();
    play.end();
  }
}
