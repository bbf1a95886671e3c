package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.Future;
import io.porty.api.listener.ListenerContext;
import io.porty.net.epoll.EpollTcpServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accepting half of a listener, on any number of sockets. At the limit it stops reading them; a
 * transport that accepts in batches may bring a few more, which are kept unread until there is
 * room, as if they still were in the backlog.
 */
final class Acceptors {

  private static final long PAUSE_AFTER_ERROR_MILLIS = 100;

  /**
   * Maximum of accepted connections that wait at one socket because their client is at its limit,
   * while other clients are still accepted. Each holds a descriptor; beyond it all clients wait in
   * the backlog.
   */
  private static final int MAX_PARKED = 256;

  /** Time limit for closing: a plugin may block the socket's event loop. */
  private static final long CLOSE_MILLIS = 1_000;

  private final ListenerContext context;
  private final Consumer<Channel> beforeBinding;
  private final List<Channel> servers = new CopyOnWriteArrayList<>();
  private volatile boolean paused;

  Acceptors(ListenerContext context) {
    this(context, socket -> {});
  }

  /**
   * @param beforeBinding applied to a new socket before it is bound
   */
  Acceptors(ListenerContext context, Consumer<Channel> beforeBinding) {
    this.context = context;
    this.beforeBinding = beforeBinding;
  }

  /** Binds one more socket; closes all of them if it cannot. */
  SocketAddress bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
    return accept(accepting(bootstrap, beforeBinding).bind(address)).localAddress();
  }

  /** Accepts with sockets that listen already. */
  void adopt(List<ServerBootstrap> inherited) throws IOException {
    for (ServerBootstrap bootstrap : inherited) {
      accept(accepting(bootstrap, socket -> {}).register());
    }
  }

  private ServerBootstrap accepting(ServerBootstrap bootstrap, Consumer<Channel> first) {
    return bootstrap.handler(new Acceptor(first)).childHandler(new ChildDispatcher());
  }

  private Channel accept(ChannelFuture bound) throws IOException {
    bound.awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      close();
      throw failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
    }
    servers.add(bound.channel());
    return bound.channel();
  }

  void pause() {
    paused = true;
    for (Channel server : servers) {
      server.config().setAutoRead(false);
    }
  }

  void resume() {
    paused = false;
    for (Channel server : servers) {
      server
          .eventLoop()
          .execute(
              () -> {
                Acceptor acceptor = server.pipeline().get(Acceptor.class);
                if (acceptor != null) { // its socket has been closed meanwhile
                  acceptor.resume();
                }
              });
    }
  }

  /** The sockets. */
  List<Channel> servers() {
    return List.copyOf(servers);
  }

  /**
   * Hands the sockets over to another process: they are no longer read, and not closed by Netty,
   * which would remove the file of a Unix domain socket.
   */
  void handedOver() {
    for (Channel server : servers) {
      server.config().setAutoRead(false);
      server.deregister().awaitUninterruptibly(CLOSE_MILLIS);
      if (server instanceof UnixChannel unix) {
        try {
          unix.fd().close();
        } catch (IOException e) {
          // The process exits soon, which closes the descriptors.
        }
      }
    }
    servers.clear();
  }

  /** As {@link #close}, after the backlog is accepted; a client may still connect in between. */
  void closeAfterBacklog() {
    List<Future<?>> drained = new ArrayList<>();
    for (Channel server : servers) {
      drained.add(
          server
              .eventLoop()
              .submit(
                  () -> {
                    if (server instanceof EpollTcpServerChannel accepting) {
                      accepting.acceptBacklog();
                    }
                    server.close();
                  }));
    }
    for (Future<?> done : drained) {
      done.awaitUninterruptibly(CLOSE_MILLIS);
    }
    close();
  }

  void close() {
    List<ChannelFuture> closing = new ArrayList<>();
    for (Channel server : servers) {
      closing.add(server.close());
    }
    for (ChannelFuture closed : closing) {
      closed.awaitUninterruptibly(CLOSE_MILLIS);
    }
  }

  /** Gives a child to the mode once it is registered and active. */
  @Sharable
  private final class ChildDispatcher extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.pipeline().remove(this);
      context.accepted(ctx.channel());
    }
  }

  /** On the server channel, before Netty's own acceptor, which registers the child on its loop. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {

    private final Queue<Channel> waiting = new ArrayDeque<>();
    private final Queue<Channel> parked = new ArrayDeque<>();
    private final Consumer<Channel> first;
    private @Nullable ChannelHandlerContext context;

    Acceptor(Consumer<Channel> first) {
      this.first = first;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      first.accept(ctx.channel());
      context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object child) {
      waiting.add((Channel) child);
      if (waiting.size() == 1) {
        admitWaiting(ctx);
      }
      if (!mayAccept()) {
        ctx.channel().config().setAutoRead(false);
      }
    }

    private boolean mayAccept() {
      return waiting.isEmpty() && parked.size() < MAX_PARKED;
    }

    /** In order of arrival, except clients at their own limit, which wait aside. */
    private void admitWaiting(ChannelHandlerContext ctx) {
      while (!waiting.isEmpty()) {
        switch (Acceptors.this.context.place(waiting.element())) {
          case GRANTED -> ctx.fireChannelRead(waiting.remove());
          case CLIENT_FULL -> parked.add(waiting.remove());
          case LISTENER_FULL -> {
            return;
          }
        }
      }
    }

    private void admitParked(ChannelHandlerContext ctx) {
      Iterator<Channel> inOrder = parked.iterator();
      while (inOrder.hasNext()) {
        Channel child = inOrder.next();
        switch (Acceptors.this.context.place(child)) {
          case GRANTED -> {
            inOrder.remove();
            ctx.fireChannelRead(child);
          }
          case CLIENT_FULL -> {}
          case LISTENER_FULL -> {
            return;
          }
        }
      }
    }

    void resume() {
      ChannelHandlerContext ctx = context;
      if (ctx == null || paused) {
        return;
      }
      admitParked(ctx);
      admitWaiting(ctx);
      if (mayAccept()) {
        ctx.channel().config().setAutoRead(true);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      for (Queue<Channel> children : List.of(waiting, parked)) {
        children.forEach(child -> child.unsafe().closeForcibly());
        children.clear();
      }
      ctx.fireChannelInactive();
    }

    /** The usual cause is descriptor exhaustion: pauses briefly and retries. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      Acceptors.this.context.acceptFailed(cause);
      ctx.channel().config().setAutoRead(false);
      ctx.channel()
          .eventLoop()
          .schedule(this::resume, PAUSE_AFTER_ERROR_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
