package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushRoundTest {

  private final FlushRound round = new FlushRound();
  private final List<Throwable> failures = new ArrayList<>();

  private Sender sender(EmbeddedChannel channel) {
    return new Sender(channel, new AbuseGuard(0), SentFrames.UNCOUNTED, round);
  }

  private static int flushed(EmbeddedChannel channel) {
    int frames = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      frames += out.readableBytes() / FrameType.HEADER_BYTES;
      out.release();
    }
    return frames;
  }

  @Test
  void framesOfAnIterationAreFlushedOnceAtItsEnd() {
    EmbeddedChannel one = new EmbeddedChannel();
    EmbeddedChannel two = new EmbeddedChannel();
    Sender first = sender(one);
    Sender second = sender(two);
    first.writer().settingsAck();
    first.flushSoon();
    second.writer().settingsAck();
    second.flushSoon();
    first.writer().settingsAck();
    first.flushSoon();
    assertThat(flushed(one) + flushed(two)).isZero();
    one.runPendingTasks();
    assertThat(flushed(one)).isEqualTo(2);
    assertThat(flushed(two)).isEqualTo(1);
    second.writer().settingsAck();
    second.flushSoon();
    two.runPendingTasks();
    assertThat(flushed(two)).isEqualTo(1);
    one.finishAndReleaseAll();
    two.finishAndReleaseAll();
  }

  @Test
  void whatAFlushCausesIsFlushedInTheSameRound() {
    EmbeddedChannel two = new EmbeddedChannel();
    Sender second = sender(two);
    EmbeddedChannel one =
        new EmbeddedChannel() {
          @Override
          public Channel flush() {
            second.writer().settingsAck();
            second.flushSoon();
            return super.flush();
          }
        };
    Sender first = sender(one);
    first.writer().settingsAck();
    first.flushSoon();
    one.runPendingTasks();
    assertThat(flushed(one)).isEqualTo(1);
    assertThat(flushed(two)).isEqualTo(1);
    one.finishAndReleaseAll();
    two.finishAndReleaseAll();
  }

  @Test
  void aFailedFlushIsOfItsConnectionOnly() {
    EmbeddedChannel bad =
        new EmbeddedChannel(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                failures.add(cause);
              }
            }) {
          @Override
          public Channel flush() {
            throw new IllegalStateException("planted");
          }
        };
    EmbeddedChannel good = new EmbeddedChannel();
    Sender broken = sender(bad);
    Sender other = sender(good);
    broken.writer().settingsAck();
    broken.flushSoon();
    other.writer().settingsAck();
    other.flushSoon();
    bad.runPendingTasks();
    assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(flushed(good)).isEqualTo(1);
    broken.close();
    bad.finishAndReleaseAll();
    good.finishAndReleaseAll();
  }
}
