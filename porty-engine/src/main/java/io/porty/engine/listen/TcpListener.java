package io.porty.engine.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Accepts TCP connections. At the limit it stops reading its socket; a transport that accepts in
 * batches may bring a few more, which are kept unread until there is room, as if they still were in
 * the backlog.
 */
public final class TcpListener implements Listener {

  private static final long PAUSE_AFTER_ERROR_MILLIS = 500;

  /** Trouble that comes back within a minute was said already. */
  private static final long SAME_TROUBLE_NANOS = 60_000_000_000L;

  private final ListenerContext context;
  private final List<Channel> servers = new CopyOnWriteArrayList<>();
  private volatile boolean paused;

  public TcpListener(ListenerContext context) {
    this.context = context;
  }

  @Override
  public SocketAddress bind() throws IOException {
    InetSocketAddress address = new InetSocketAddress(context.address(), context.port());
    List<ServerBootstrap> bootstraps = context.bootstraps();
    if (bootstraps.size() > 1) {
      refuseToShare(address);
    }
    for (ServerBootstrap bootstrap : bootstraps) {
      try {
        servers.add(bind(bootstrap, address));
      } catch (IOException e) {
        close();
        throw e;
      }
    }
    return servers.get(0).localAddress();
  }

  /**
   * Sockets that share a port would also share it with another Porty, which nobody asked for. One
   * that is bound but does not listen finds out, and takes no client that comes just then.
   */
  private static void refuseToShare(InetSocketAddress address) throws IOException {
    try (Socket alone = new Socket()) {
      alone.setReuseAddress(true);
      alone.bind(address);
    }
  }

  private Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        bootstrap
            .handler(new Acceptor())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.pipeline().addLast(new Handover());
                  }
                })
            .bind(address);
    bound.awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure instanceof BindException e) {
      throw e;
    }
    if (failure != null) {
      throw failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
    }
    return bound.channel();
  }

  @Override
  public void pause() {
    paused = true;
    for (Channel server : servers) {
      server.config().setAutoRead(false);
    }
  }

  @Override
  public void resume() {
    paused = false;
    for (Channel server : servers) {
      server.eventLoop().execute(() -> server.pipeline().get(Acceptor.class).resume());
    }
  }

  @Override
  public void close() {
    for (Channel server : servers) {
      server.close().awaitUninterruptibly();
    }
  }

  /** Gives a child to the mode once it is registered and active. */
  private final class Handover extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.pipeline().remove(this);
      context.accepted(ctx.channel());
    }
  }

  /** On the server channel, before Netty's own acceptor, which registers the child on its loop. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {

    private final Queue<Channel> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean failed;
    private long failedAt;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object child) {
      if (!waiting.isEmpty() || !TcpListener.this.context.admit()) {
        waiting.add((Channel) child);
        ctx.channel().config().setAutoRead(false);
        return;
      }
      ctx.fireChannelRead(child);
    }

    void resume() {
      ChannelHandlerContext ctx = context;
      if (ctx == null || paused) {
        return;
      }
      while (!waiting.isEmpty() && TcpListener.this.context.admit()) {
        ctx.fireChannelRead(waiting.remove());
      }
      if (waiting.isEmpty()) {
        ctx.channel().config().setAutoRead(true);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      for (Channel child : waiting) {
        child.unsafe().closeForcibly();
      }
      waiting.clear();
      ctx.fireChannelInactive();
    }

    /** Usually no descriptor is left: waiting a little and going on is all that helps. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      long now = System.nanoTime();
      boolean same = failed && now - failedAt < SAME_TROUBLE_NANOS;
      failed = true;
      failedAt = now;
      if (!same) {
        LoggerFactory.getLogger(TcpListener.class)
            .warn(
                "cannot accept on {}: {}; trying again every {} ms (raise the limit of open files?)",
                ctx.channel().localAddress(),
                cause.getMessage(),
                PAUSE_AFTER_ERROR_MILLIS);
      }
      ctx.channel().config().setAutoRead(false);
      ctx.channel()
          .eventLoop()
          .schedule(this::resume, PAUSE_AFTER_ERROR_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
