package io.porty.engine.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticket keys as they pass from one process to the next. */
class HandedTicketKeysTest {

  @Test
  void whatIsDecodedIsWhatWasEncoded() {
    byte[] one = new byte[48];
    one[0] = 1;
    byte[] two = new byte[48];
    two[47] = 2;
    HandedTicketKeys decoded =
        HandedTicketKeys.decode(new HandedTicketKeys(77, List.of(one, two)).encode());
    assertThat(decoded.madeMillis()).isEqualTo(77);
    assertThat(decoded.keys()).containsExactly(one, two);
  }

  @Test
  void anythingElseIsNone() {
    assertThat(HandedTicketKeys.NONE.encode()).isEmpty();
    for (int length : new int[] {0, 8, 55, 57}) {
      assertThat(HandedTicketKeys.decode(new byte[length]).keys()).isEmpty();
    }
  }
}
