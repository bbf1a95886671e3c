package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The receiving windows of connections and streams: every byte is given back once. */
class WindowsTest {

  private static final int STREAM = 64 * 1024;
  private static final int HALF = STREAM / 2;
  private static final int CONNECTION = 1024 * 1024;

  private final ReceiveWindow connection = new ReceiveWindow();
  private final StreamWindow stream = new StreamWindow(connection);

  @Test
  void aStreamMayFillItsWindowAndNotMore() {
    stream.start();
    assertThat(stream.take(STREAM)).isTrue();
    assertThat(stream.take(1)).isFalse();
  }

  @Test
  void aStreamsWindowIsGivenBackByHalves() {
    stream.start();
    stream.take(STREAM);
    stream.passed(HALF - 1);
    assertThat(stream.give(false)).isZero();
    stream.passed(1);
    assertThat(stream.give(false)).isEqualTo(HALF);
    assertThat(stream.give(false)).isZero();
    assertThat(stream.take(HALF)).isTrue();
    assertThat(stream.take(1)).isFalse();
  }

  @Test
  void aBusyUploadsWindowDoublesWithinTheConnectionsBudget() {
    stream.start();
    stream.take(HALF);
    stream.passed(HALF);
    assertThat(stream.give(true)).isEqualTo(HALF + STREAM);
    // Half of twice as much is due now.
    stream.passed(STREAM - 1);
    assertThat(stream.give(true)).isZero();
    stream.passed(1);
    assertThat(stream.give(true)).isEqualTo(STREAM + 2 * STREAM);
    stream.passed(2 * STREAM);
    assertThat(stream.give(true)).as("four of seven windows are left").isEqualTo(6 * STREAM);
    stream.passed(4 * STREAM);
    assertThat(stream.give(true)).as("nothing is left").isEqualTo(4 * STREAM);
  }

  @Test
  void whatAWindowHadGrownByIsForOthersWhenItsStreamEnds() {
    stream.start();
    stream.passed(HALF);
    stream.give(true);
    assertThat(connection.grow(CONNECTION)).isEqualTo(6 * STREAM);
    assertThat(connection.grow(1)).isZero();
    stream.end();
    assertThat(connection.grow(CONNECTION)).isEqualTo(STREAM);
    stream.start();
    assertThat(stream.take(STREAM + 1)).as("the next one begins anew").isFalse();
  }

  @Test
  void aConnectionMayFillItsWindowAndNotMore() {
    assertThat(connection.receive(CONNECTION)).isTrue();
    assertThat(connection.receive(1)).isFalse();
  }

  @Test
  void aConnectionsWindowIsGivenBackOnReceipt() {
    connection.receive(CONNECTION / 2 - 1);
    connection.waiting(CONNECTION / 2 - 1);
    assertThat(connection.take(false)).isZero();
    connection.receive(1);
    connection.waiting(1);
    assertThat(connection.take(false)).isEqualTo(CONNECTION / 2);
    assertThat(connection.take(false)).isZero();
    assertThat(connection.receive(CONNECTION)).isTrue();
  }

  @Test
  void whatWaitsBeyondAMegabyteHoldsItBack() {
    connection.receive(CONNECTION);
    connection.waiting(CONNECTION);
    assertThat(connection.take(false)).isEqualTo(CONNECTION);
    connection.receive(CONNECTION / 2);
    connection.waiting(CONNECTION / 2);
    assertThat(connection.take(false)).isZero();
    connection.waiting(-CONNECTION / 2);
    assertThat(connection.take(false)).isEqualTo(CONNECTION / 2);
  }

  @Test
  void whileMemoryIsShortAllThatWaitsDoes() {
    connection.receive(CONNECTION);
    connection.waiting(CONNECTION / 2 + 1);
    assertThat(connection.take(true)).isZero();
    connection.waiting(-1);
    assertThat(connection.take(true)).isEqualTo(CONNECTION / 2);
    assertThat(connection.waiting()).isEqualTo(CONNECTION / 2);
  }

  @Test
  void aResponsesWindowIsGivenBackWhileTheClientReads() {
    ClientReceiveWindow response = new ClientReceiveWindow();
    response.start();
    assertThat(response.take(HALF - 1)).isTrue();
    assertThat(response.give()).isZero();
    assertThat(response.take(1)).isTrue();
    response.setReading(false);
    assertThat(response.give()).isZero();
    response.setReading(true);
    assertThat(response.give()).isEqualTo(HALF);
    assertThat(response.give()).isZero();
    assertThat(response.take(STREAM)).isTrue();
    assertThat(response.take(1)).isFalse();
    response.start();
    assertThat(response.take(STREAM)).isTrue();
  }
}
