package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.hpack.HpackEncoder;
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

  private Download stream(int urgency) {
    Download made =
        new Download(
            connection,
            new Download.Owner() {
              @Override
              public int urgency() {
                return urgency;
              }

              @Override
              public void afterTurn() {}
            });
    made.start(1, 65_535);
    scheduler.add(made);
    return made;
  }

  /** Each stream goes on for ever. */
  private void run(boolean ordered) {
    for (int i = 0; i < TURNS; i++) {
      Download next = scheduler.next();
      turns.add(next);
      scheduler.addAgain(next, ordered);
    }
  }

  private long turnsOf(Download stream) {
    return turns.stream().filter(turn -> turn == stream).count();
  }

  @Test
  void orderedStreamsAreSentOneAfterTheOther() {
    Download first = stream(3);
    Download second = stream(3);
    run(true);
    assertThat(turnsOf(first)).isEqualTo(TURNS);
    assertThat(turnsOf(second)).isZero();
  }

  @Test
  void oneThatHasWaitedForASecondHasAShare() {
    Download first = stream(3);
    Download second = stream(3);
    now = H2Limits.STARVING_TICKS;
    first.start(1, 65_535); // it has just had a turn
    run(true);
    assertThat(turnsOf(second)).isGreaterThanOrEqualTo(TURNS / 8);
  }

  @Test
  void aMiddleUrgencyIsNotStarvedByAHigherAndALowerOne() {
    Download high = stream(0);
    Download middle = stream(3);
    Download low = stream(7);
    run(false);
    assertThat(turnsOf(low)).isEqualTo(TURNS / 8);
    assertThat(turnsOf(middle)).isZero();
    turns.clear();
    now = H2Limits.STARVING_TICKS;
    high.start(1, 65_535);
    low.start(3, 65_535);
    run(false);
    assertThat(turnsOf(middle)).isEqualTo(TURNS / 8);
  }

  @Test
  void streamsOfOneUrgencyTakeTurns() {
    Download first = stream(3);
    Download second = stream(3);
    run(false);
    assertThat(turnsOf(first)).isEqualTo(TURNS / 2);
    assertThat(turnsOf(second)).isEqualTo(TURNS / 2);
  }
}
