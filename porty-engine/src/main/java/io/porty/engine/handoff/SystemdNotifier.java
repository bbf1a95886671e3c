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
import io.porty.engine.observe.loops.EventLoopMonitor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd of the state of this process (sd_notify(3)), and its watchdog as long as every
 * event loop runs tasks. Does nothing without NOTIFY_SOCKET. Not for event loops.
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
   * Creates a notifier.
   *
   * @param environment environment variables: NOTIFY_SOCKET, WATCHDOG_USEC
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

  /** Reports that this process serves and is the main process; starts the watchdog messages. */
  public void ready(List<EventLoop> loops, EventLoopMonitor monitor) {
    send("READY=1\nMAINPID=" + ProcessHandle.current().pid() + "\nSTATUS=serving");
    if (channel != null && watchdogMicros > 0) {
      monitor.add(new SystemdWatchdog(watchdogMicros, loops, () -> send("WATCHDOG=1")));
    }
  }

  /** Reports that this process is shutting down. */
  public void stopping() {
    send("STOPPING=1\nSTATUS=draining");
  }

  private void send(String state) {
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
