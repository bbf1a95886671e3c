package io.porty.net.epoll;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Input that a reader leaves is read later, though epoll reports an event once. */
@ParameterizedClass(name = "{0}")
@EnumSource(Sockets.class)
class UnreadInputTest {

  private static final int READ_BYTES = 64;

  /** Full reads of more than one event, and a short one at the end. */
  private static final int BYTES = 1000 * READ_BYTES + 1;

  @Parameter Sockets sockets;

  @BeforeAll
  static void onLinux() {
    assumeTrue(Epoll.isAvailable(), "these are the sockets of Linux");
  }

  /** Counts what comes, and does something after each read. */
  private static final class Reader extends ChannelInboundHandlerAdapter {

    private final BiConsumer<ChannelHandlerContext, Reader> afterRead;
    volatile long bytes;
    volatile boolean ended;
    volatile boolean inactive;

    Reader(BiConsumer<ChannelHandlerContext, Reader> afterRead) {
      this.afterRead = afterRead;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the event loop writes it
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf data = (ByteBuf) message;
      bytes += data.readableBytes();
      data.release();
      afterRead.accept(ctx, this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      ended |= event instanceof ChannelInputShutdownEvent;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // A reset: the channel is closed.
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      inactive = true;
    }
  }

  private static Reader reader(Channel channel, BiConsumer<ChannelHandlerContext, Reader> afterRead)
      throws Exception {
    Reader reader = new Reader(afterRead);
    channel
        .eventLoop()
        .submit(
            () -> {
              channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
              channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
              channel.pipeline().addLast(reader);
            })
        .sync();
    return reader;
  }

  private static void start(Channel channel, boolean autoRead) throws Exception {
    channel
        .eventLoop()
        .submit(
            () -> {
              channel.config().setAutoRead(autoRead);
              if (!autoRead) {
                channel.read();
              }
            })
        .sync();
  }

  /** Sends all at once, with its end, and expects both to be read. */
  private void expectAll(boolean autoRead, BiConsumer<ChannelHandlerContext, Reader> afterRead)
      throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      Reader reader = reader(channel, afterRead);
      client.getOutputStream().write(new byte[BYTES]);
      client.shutdownOutput();
      start(channel, autoRead);
      await().until(() -> reader.bytes == BYTES && reader.ended);
    }
  }

  private static void pause(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(false);
  }

  private static void resume(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(true);
  }

  @Test
  void theLimitOfReadsForAnEventLeavesInput() throws Exception {
    expectAll(true, (ctx, reader) -> {});
  }

  @Test
  void aPauseThatEndsInTheSameIterationLeavesInput() throws Exception {
    expectAll(
        true,
        (ctx, reader) -> {
          pause(ctx);
          ctx.executor().execute(() -> resume(ctx));
        });
  }

  @Test
  void aPauseThatEndsAtOnceLeavesInput() throws Exception {
    expectAll(
        true,
        (ctx, reader) -> {
          pause(ctx);
          resume(ctx);
        });
  }

  @Test
  void aPauseThatEndsLaterLeavesInput() throws Exception {
    expectAll(
        true,
        (ctx, reader) -> {
          pause(ctx);
          ctx.executor().schedule(() -> resume(ctx), 1, TimeUnit.MICROSECONDS);
        });
  }

  @Test
  void aReadThatIsAskedForDuringAReadLeavesInput() throws Exception {
    expectAll(false, (ctx, reader) -> ctx.read());
  }

  @Test
  void aReadThatIsAskedForLaterLeavesInput() throws Exception {
    expectAll(false, (ctx, reader) -> ctx.executor().execute(ctx::read));
  }

  @Test
  void aHandlerThatFailsLeavesInput() throws Exception {
    expectAll(
        true,
        (ctx, reader) -> {
          throw new IllegalStateException("planted");
        });
  }

  /** A read stops before the urgent byte, which is not among the others (tcp(7)). */
  @Test
  void whatIsBehindUrgentDataIsRead() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      Reader reader = reader(channel, (ctx, seen) -> {});
      client.getOutputStream().write(new byte[10]);
      client.sendUrgentData(7);
      client.getOutputStream().write(new byte[20]);
      client.getOutputStream().write(new byte[2 * READ_BYTES]);
      start(channel, true);
      await().until(() -> reader.bytes == 30 + 2 * READ_BYTES);
    }
  }

  @Test
  void theEndThatComesDuringAPauseIsReadAfterIt() throws Exception {
    try (Wire wire = new Wire(sockets);
        Socket client = wire.client()) {
      Channel channel = wire.next();
      Reader reader = reader(channel, (ctx, seen) -> pause(ctx));
      start(channel, true);
      client.getOutputStream().write(new byte[READ_BYTES]);
      await().until(() -> reader.bytes == READ_BYTES);
      client.shutdownOutput();
      channel.eventLoop().submit(() -> channel.config().setAutoRead(true)).sync();
      await().until(() -> reader.ended);
    }
  }

  @Test
  void aResetBehindUnreadInputClosesTheChannel() throws Exception {
    assumeTrue(sockets == Sockets.PORTY, "Netty's channel learns of it when it reads again");
    try (Wire wire = new Wire(sockets)) {
      Socket client = wire.client();
      Channel channel = wire.next();
      Reader reader = reader(channel, (ctx, seen) -> pause(ctx));
      start(channel, true);
      client.getOutputStream().write(new byte[3 * READ_BYTES]);
      await().until(() -> reader.bytes >= READ_BYTES);
      client.setSoLinger(true, 0);
      client.close();
      await().until(() -> reader.inactive);
    }
  }

  /** Pauses at random, for random times, of a sender that pauses, too. */
  @Test
  void nothingIsLostWhateverTheTurns() throws Exception {
    Random random = new Random(20261128);
    for (int round = 0; round < 20; round++) {
      try (Wire wire = new Wire(sockets);
          Socket client = wire.client()) {
        Random pauses = new Random(random.nextLong());
        Channel channel = wire.next();
        Reader reader =
            reader(
                channel,
                (ctx, seen) -> {
                  if (pauses.nextInt(4) == 0) {
                    pause(ctx);
                    ctx.executor()
                        .schedule(() -> resume(ctx), pauses.nextInt(300), TimeUnit.MICROSECONDS);
                  }
                });
        start(channel, true);
        OutputStream out = client.getOutputStream();
        client.setTcpNoDelay(true);
        long sent = 0;
        for (int i = 0; i < 200; i++) {
          int length = 1 + random.nextInt(3 * READ_BYTES);
          out.write(new byte[length]);
          sent += length;
        }
        client.shutdownOutput();
        long all = sent;
        await("round " + round).until(() -> reader.bytes == all && reader.ended);
      }
    }
  }
}
