package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.hpack.HpackEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is (RFC 9218 section 10). */
class SchedulerTest {

  private static final int TURNS = 80;

  private final Scheduler scheduler = new Scheduler();
  private final List<Download> turns = new ArrayList<>();
  private int now;

  /** A stream has a clock here, and nothing to send on. */
  private final SendingConnection connection =
      new SendingConnection() {
        @Override
        public Sender sender() {
          return null;
        }

        @Override
        public HpackEncoder beginBlock() {
          throw new IllegalStateException();
        }

        @Override
        public HpackEncoder encoder() {
          throw new IllegalStateException();
        }

        @Override
        public int now() {
          return now;
        }
      };

  private int streams;

  private Download stream(String priority) {
    Download made = waiting(priority);
    scheduler.add(made);
    return made;
  }

  /** A stream that waits for content. */
  private Download waiting(String priority) {
    byte[] field = ("priority" + priority).getBytes(StandardCharsets.US_ASCII);
    PriorityField read = new PriorityField();
    read.readIfNamed(field, 0, 8, field.length);
    Download made = new Download(connection, () -> {});
    made.prioritize(read);
    made.start(2 * ++streams - 1, 65_535);
    return made;
  }

  /** Each stream goes on for ever. */
  private void run() {
    for (int i = 0; i < TURNS; i++) {
      Download next = scheduler.next();
      turns.add(next);
      scheduler.addAgain(next);
    }
  }

  private long turnsOf(Download stream) {
    return turns.stream().filter(turn -> turn == stream).count();
  }

  @Test
  void orderedStreamsAreSentOneAfterTheOther() {
    Download first = stream("u=3");
    Download second = stream("u=3");
    run();
    assertThat(turnsOf(first)).isEqualTo(TURNS);
    assertThat(turnsOf(second)).isZero();
  }

  @Test
  void anEarlierOneGoesFirstAgainWhenItHasSomethingToSend() {
    Download first = waiting("u=3");
    Download second = stream("u=3");
    Download third = stream("u=3");
    scheduler.addAgain(scheduler.next());
    scheduler.add(first);
    assertThat(List.of(scheduler.next(), scheduler.next(), scheduler.next()))
        .containsExactly(first, second, third);
  }

  @Test
  void oneInOrderThatHadItsTurnGoesOnBeforeTheOthersOfItsUrgency() {
    Download inTurns = stream("u=3, i");
    Download ordered = stream("u=3");
    scheduler.addAgain(scheduler.next());
    scheduler.addAgain(scheduler.next());
    assertThat(List.of(scheduler.next(), scheduler.next())).containsExactly(ordered, inTurns);
  }

  @Test
  void oneThatHasWaitedForASecondHasAShare() {
    Download first = stream("u=3");
    Download second = stream("u=3");
    now = H2Limits.STARVING_TICKS;
    first.start(1, 65_535); // it has just had a turn
    run();
    assertThat(turnsOf(second)).isGreaterThanOrEqualTo(TURNS / 8);
  }

  @Test
  void aMiddleUrgencyIsNotStarvedByAHigherAndALowerOne() {
    Download high = stream("u=0, i");
    Download middle = stream("u=3, i");
    Download low = stream("u=7, i");
    run();
    assertThat(turnsOf(low)).isEqualTo(TURNS / 8);
    assertThat(turnsOf(middle)).isZero();
    turns.clear();
    now = H2Limits.STARVING_TICKS;
    high.start(1, 65_535);
    low.start(3, 65_535);
    run();
    assertThat(turnsOf(middle)).isEqualTo(TURNS / 8);
  }

  @Test
  void streamsOfOneUrgencyTakeTurns() {
    Download first = stream("u=3, i");
    Download second = stream("u=3, i");
    run();
    assertThat(turnsOf(first)).isEqualTo(TURNS / 2);
    assertThat(turnsOf(second)).isEqualTo(TURNS / 2);
  }
}
