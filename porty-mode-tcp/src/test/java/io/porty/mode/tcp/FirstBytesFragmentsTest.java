package io.porty.mode.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** A client that sends its first bytes one by one. */
class FirstBytesFragmentsTest {

  private static final int MANY = 50_000;

  @Test
  void aDripCostsNoMoreThanItsBytes() {
    EmbeddedChannel client = new EmbeddedChannel();
    FirstBytes first = new FirstBytes(client);
    for (int i = 0; i < MANY; i++) {
      ByteBuf one = client.alloc().buffer(512).writeByte(i);
      first.add(one);
      assertThat(i == 0 || one.refCnt() == 0).as("a buffer for each byte is held").isTrue();
    }
    ByteBuf all = first.detach();
    assertThat(all.readableBytes()).isEqualTo(MANY);
    assertThat(all.getByte(0)).isEqualTo((byte) 0);
    assertThat(all.getByte(MANY - 1)).isEqualTo((byte) (MANY - 1));
    all.release();
    client.finishAndReleaseAll();
  }
}
