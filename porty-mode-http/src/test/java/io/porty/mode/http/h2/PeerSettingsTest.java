package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of SETTINGS (RFC 9113 section 6.5.2), one below and one above. */
class PeerSettingsTest {

  private static final int TABLE = 1;
  private static final int PUSH = 2;
  private static final int STREAMS = 3;
  private static final int WINDOW = 4;
  private static final int CONNECT = 8;

  private final PeerSettings client = PeerSettings.ofClient();

  /**
   * @param pairs names and values by turns
   */
  private static H2Error apply(PeerSettings to, long... pairs) {
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < pairs.length; i += 2) {
      in.writeShort((int) pairs[i]).writeInt((int) pairs[i + 1]);
    }
    in.writeInt(-1); // the next frame
    return to.apply(in, pairs.length * 3);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0, ",
    "2, 1, ",
    "2, 2, PROTOCOL_ERROR",
    "4, 0, ",
    "4, 2147483647, ",
    "4, 2147483648, FLOW_CONTROL_ERROR",
    "5, 16383, PROTOCOL_ERROR",
    "5, 16384, ",
    "5, 16777215, ",
    "5, 16777216, PROTOCOL_ERROR",
    "8, 1, ",
    "8, 2, PROTOCOL_ERROR",
    "9, 0, ",
    "9, 1, ",
    "9, 2, PROTOCOL_ERROR",
    "3, 4294967295, ",
    "1, 4294967295, ",
    "6, 4294967295, ",
    "7, 5, ",
    "65535, 4294967295, ",
  })
  void valuesAreChecked(int name, long value, H2Error error) {
    assertThat(apply(client, name, value)).isEqualTo(error);
  }

  @Test
  void aBackendMustNotTakePushes() {
    assertThat(apply(PeerSettings.ofBackend(), PUSH, 0)).isNull();
    assertThat(apply(PeerSettings.ofBackend(), PUSH, 1)).isEqualTo(H2Error.PROTOCOL_ERROR);
  }

  @Test
  void extendedConnectIsNotTakenBack() {
    assertThat(client.allowsConnect()).isFalse();
    assertThat(apply(client, CONNECT, 0)).isNull();
    assertThat(apply(client, CONNECT, 1)).isNull();
    assertThat(client.allowsConnect()).isTrue();
    assertThat(apply(client, CONNECT, 0)).isEqualTo(H2Error.PROTOCOL_ERROR);
  }

  @Test
  void theLastOfRepeatedValuesHolds() {
    assertThat(apply(client, WINDOW, 1, STREAMS, 7, WINDOW, 300)).isNull();
    assertThat(client.window()).isEqualTo(300);
    assertThat(client.maxStreams()).isEqualTo(7);
  }

  @Test
  void whatIsNotSaidIsTheDefault() {
    assertThat(apply(client)).isNull();
    assertThat(client.window()).isEqualTo(65_535);
    assertThat(client.maxStreams()).isEqualTo(Integer.MAX_VALUE);
    assertThat(client.takeSizeUpdate()).isFalse();
  }

  @Test
  void moreStreamsThanThereAreNumbersAreNoLimit() {
    assertThat(apply(client, STREAMS, 0x8000_0000L)).isNull();
    assertThat(client.maxStreams()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4095})
  void aSmallerTableIsAcknowledgedOnceByTheNextBlock(long bytes) {
    apply(client, TABLE, bytes);
    assertThat(client.takeSizeUpdate()).isTrue();
    assertThat(client.takeSizeUpdate()).isFalse();
    apply(client, TABLE, bytes);
    assertThat(client.takeSizeUpdate()).isFalse();
  }

  /** RFC 7541 section 4.2: the smallest size between two blocks counts. */
  @Test
  void aTableThatWasSmallerForAWhileIsAcknowledged() {
    apply(client, TABLE, 0, TABLE, 4096);
    assertThat(client.takeSizeUpdate()).isTrue();
  }

  @Test
  void aLargerTableIsNotUsed() {
    apply(client, TABLE, 65_536);
    assertThat(client.takeSizeUpdate()).isFalse();
    apply(client, TABLE, 4096);
    assertThat(client.takeSizeUpdate()).isFalse();
  }
}
