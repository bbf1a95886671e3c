package io.porty.engine.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCountUtil;
import io.porty.api.AddressText;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.config.TlsKeys;
import io.porty.engine.tls.ListenerTls;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.opening.ProxyListener;
import io.porty.net.opening.ProxyOpening;
import io.porty.net.opening.proxy.ProxyHeader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection whose peer names its client by a PROXY header: from then on it counts as
 * that client's. Between the accept and TLS or the mode. On the connection's event loop.
 */
final class ProxyAccept implements ProxyListener, ChannelFutureListener {

  private final Channel channel;
  private final ListenerWorker worker;
  private final ListenerRuntime runtime;
  private final EngineContext context;

  /** By which the connection counts. */
  private SocketAddress counted;

  /**
   * @param counted by which the connection counts until its header is read
   */
  ProxyAccept(
      Channel channel,
      ListenerWorker worker,
      SocketAddress counted,
      ListenerRuntime runtime,
      EngineContext context) {
    this.channel = channel;
    this.worker = worker;
    this.counted = counted;
    this.runtime = runtime;
    this.context = context;
  }

  void begin() {
    ListenerTls tls = worker.tls();
    Duration limit =
        tls == null ? TlsKeys.HANDSHAKE_TIMEOUT.defaultValue().orElseThrow() : tls.openingTimeout();
    new ProxyOpening(channel, this).begin(limit);
  }

  /** The channel is closed. */
  @Override
  public void operationComplete(ChannelFuture closed) {
    runtime.connections().release(channel, counted);
  }

  @Override
  public void named(ProxyHeader header, @Nullable ByteBuf rest, Duration left) {
    ListenerWorker serving = runtime.connections().current(channel, worker);
    boolean overLimit = serving != null && isOverLimit(header, serving);
    ListenerTls tls = serving == null ? null : serving.tls();
    if (serving != null && tls == null) {
      handOn(serving, overLimit, rest);
    } else if (serving != null && tls != null && !overLimit && !isForwardingLoop()) {
      new TlsAccept(channel, serving, tls, runtime, context).begin(left, rest);
    } else {
      // Its listener has gone meanwhile, or it is refused anyway, and not worth a handshake.
      channel.close();
      ReferenceCountUtil.release(rest);
    }
  }

  private void handOn(ListenerWorker serving, boolean overLimit, @Nullable ByteBuf rest) {
    boolean done = false;
    try {
      serve(serving, overLimit);
      done = true;
    } finally {
      if (!done) {
        ReferenceCountUtil.release(rest);
      }
    }
    if (rest != null) {
      channel.pipeline().fireChannelRead(rest);
      channel.pipeline().fireChannelReadComplete();
    }
  }

  private boolean isForwardingLoop() {
    return runtime.isForwardingLoop(channel);
  }

  /** The client is known: moves the count to it. */
  private boolean isOverLimit(ProxyHeader header, ListenerWorker serving) {
    SocketAddress client = header.client();
    if (client == null) {
      return false; // the peer itself, which is not limited: a health check
    }
    PerClientLimiter clients = runtime.connections().clientLimiter();
    clients.acquire(client, Integer.MAX_VALUE);
    clients.release(counted);
    counted = client;
    new ConnectionFacts(client, header.local(), null, header.facts()).attachTo(channel);
    int own = serving.maxConnectionsPerClient();
    int max = own == 0 ? serving.clientShare() : own;
    return max > 0 && client instanceof InetSocketAddress && clients.isOver(client, max);
  }

  private void serve(ListenerWorker serving, boolean overLimit) {
    if (isForwardingLoop()) {
      String via = "through " + runtime.listener().place();
      serving.mode().refuse(channel, Failure.client(FailureCode.LOOP, via));
    } else if (overLimit) {
      serving.mode().refuse(channel, Failure.client(FailureCode.CLIENT_LIMIT, ""));
    } else {
      serving.mode().accept(channel);
    }
  }

  @Override
  public void failed(String reason) {
    runtime.proxyErrors().increment();
    context
        .proxyLog()
        .report(
            runtime.listener().place(), AddressText.of(ConnectionFacts.clientOf(channel)), reason);
  }

  @Override
  public void fault(Throwable cause) {
    context.errors().report(InternalErrors.ACCEPT, runtime.listener().place(), cause);
  }
}
