package io.porty.engine.handoff;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this process is: sd_notify(3). Its watchdog hears of it for as long as every
 * event loop answers. Does nothing where nobody wants to know. Not for event loops.
 */
public final class SystemdNotifier implements AutoCloseable {

  private final @Nullable MultiThreadIoEventLoopGroup group;
  private final @Nullable Channel channel;
  private final long watchdogMicros;

  private SystemdNotifier(
      @Nullable MultiThreadIoEventLoopGroup group, @Nullable Channel channel, long watchdogMicros) {
    this.group = group;
    this.channel = channel;
    this.watchdogMicros = watchdogMicros;
  }

  /**
   * @param environment of this process: NOTIFY_SOCKET, WATCHDOG_USEC
   */
  public static SystemdNotifier of(Map<String, String> environment) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty() || !Epoll.isAvailable()) {
      return new SystemdNotifier(null, null, 0);
    }
    DomainSocketAddress to = new DomainSocketAddress(socket.replaceFirst("^@", "\0"));
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("porty-notify", true), EpollIoHandler.newFactory());
    ChannelFuture opened =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(to)
            .awaitUninterruptibly();
    if (!opened.isSuccess()) {
      LoggerFactory.getLogger(SystemdNotifier.class)
          .warn("cannot notify systemd at {}: {}", socket, opened.cause().getMessage());
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      return new SystemdNotifier(null, null, 0);
    }
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    return new SystemdNotifier(
        group, opened.channel(), micros.matches("[0-9]{1,15}") ? Long.parseLong(micros) : 0);
  }

  /** Clients are welcome; this is the process that counts. */
  public void ready(List<EventLoop> loops) {
    say("READY=1\nMAINPID=" + ProcessHandle.current().pid() + "\nSTATUS=serving");
    if (group != null && watchdogMicros > 0) {
      long every = watchdogMicros / 3;
      group.scheduleAtFixedRate(() -> askAll(loops), every, every, TimeUnit.MICROSECONDS);
    }
  }

  /** The watchdog hears from the last loop that answers. */
  private void askAll(List<EventLoop> loops) {
    AtomicInteger missing = new AtomicInteger(loops.size());
    for (EventLoop loop : loops) {
      loop.execute(
          () -> {
            if (missing.decrementAndGet() == 0) {
              say("WATCHDOG=1");
            }
          });
    }
  }

  /** It comes to its end. */
  public void stopping() {
    say("STOPPING=1\nSTATUS=draining");
  }

  private void say(String state) {
    if (channel != null) {
      channel.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
