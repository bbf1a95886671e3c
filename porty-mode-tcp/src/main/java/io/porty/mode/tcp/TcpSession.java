package io.porty.mode.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Target;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: routed once, dialled, relayed, recorded. Until the relay takes over it is
 * the client channel's only handler, and keeps what the client sends early. Runs on the client's
 * event loop; {@link #end} is its only exit.
 */
final class TcpSession extends ChannelInboundHandlerAdapter implements Dialer.Listener, Relay.End {

  private final Route route;
  private final Relay relay;
  private final Duration idleTimeout;
  private final Channel client;
  private final SocketAddress peer;
  private final long id;
  private final long startMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  private @Nullable Target target;
  private Dialer.@Nullable Attempt dialing;
  private @Nullable ByteBuf early;
  private boolean opened;
  private boolean ended;

  TcpSession(Route route, Relay relay, Duration idleTimeout, Channel client, long id) {
    this.route = route;
    this.relay = relay;
    this.idleTimeout = idleTimeout;
    this.client = client;
    this.peer = client.remoteAddress();
    this.id = id;
  }

  void start() {
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    client.pipeline().addLast(this);
    RouteAnswer answer =
        route
            .router(RouteRequest.class)
            .route(new TcpRequest(route.facts().name(), peer, client.localAddress()));
    if (answer instanceof RouteAnswer.Later later) {
      later.decision().thenAccept(decision -> client.eventLoop().execute(() -> decided(decision)));
    } else {
      decided((Decision) answer);
    }
  }

  /** What a TCP router may see. */
  private record TcpRequest(String routeName, SocketAddress client, SocketAddress local)
      implements RouteRequest {}

  private void decided(Decision decision) {
    if (ended) {
      return;
    }
    if (decision instanceof Decision.To to) {
      target = to.target();
      opened();
      dialing = route.dialer().dial(to.target(), client.eventLoop(), this);
    } else {
      String reason =
          decision instanceof Decision.Refuse refuse
              ? refuse.reason()
              : "no router of this route decides";
      end(0, 0, Failure.client(FailureCode.TARGET_DENIED, reason));
    }
  }

  private void opened() {
    opened = true;
    if (route.logLevel() != LogLevel.NONE) {
      route
          .log()
          .connectionOpened(
              new ConnectionRecord(
                  id, route.facts().name(), startMillis, peer, target, 0, 0, 0, null));
    }
  }

  @Override
  public void connected(Channel upstream) {
    dialing = null;
    ByteBuf first = early;
    early = null;
    relay.join(client, first, upstream, null, idleTimeout, this);
  }

  @Override
  public void failed(Failure failure) {
    dialing = null;
    end(0, 0, failure);
  }

  @Override
  public void ended(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
    end(bytesToUpstream, bytesToClient, failure);
  }

  private void end(long bytesToUpstream, long bytesToClient, @Nullable Failure failure) {
    if (ended) {
      return;
    }
    ended = true;
    if (dialing != null) {
      dialing.cancel();
    }
    if (early != null) {
      early.release();
      early = null;
    }
    client.close();
    if (route.logLevel() == LogLevel.NONE) {
      return;
    }
    if (!opened) {
      opened();
    }
    route
        .log()
        .connectionClosed(
            new ConnectionRecord(
                id,
                route.facts().name(),
                startMillis,
                peer,
                target,
                System.nanoTime() - startNanos,
                bytesToUpstream,
                bytesToClient,
                failure));
  }

  /**
   * Reading is off while dialling, but a client that half-closes early makes some transports read
   * all the same.
   */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (ended) {
      data.release();
    } else if (early == null) {
      early = data;
    } else {
      early = ctx.alloc().compositeBuffer(64).addComponents(true, early, data);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, "before the backend was connected"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(0, 0, Failure.client(FailureCode.CLIENT_CLOSED, String.valueOf(cause.getMessage())));
  }
}
