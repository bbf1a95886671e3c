package io.porty.engine.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.AddressText;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.TlsSession;
import io.porty.api.TlsTiming;
import io.porty.api.mode.ConnectionFacts;
import io.porty.engine.tls.ListenerTls;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.opening.OpeningListener;
import io.porty.net.tls.TlsFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection of a listener with TLS, between the accept and its mode. On the
 * connection's event loop.
 */
final class TlsAccept implements OpeningListener {

  private final Channel client;
  private final ListenerWorker worker;
  private final ListenerTls tls;
  private final ListenerRuntime runtime;
  private final EngineContext context;
  private long acceptedNanos;

  TlsAccept(
      Channel client,
      ListenerWorker worker,
      ListenerTls tls,
      ListenerRuntime runtime,
      EngineContext context) {
    this.client = client;
    this.worker = worker;
    this.tls = tls;
    this.runtime = runtime;
    this.context = context;
  }

  void begin() {
    begin(tls.openingTimeout(), null);
  }

  /**
   * After a PROXY header.
   *
   * @param left of the time for everything before the mode
   * @param read from the client already; null if nothing
   */
  void begin(Duration left, @Nullable ByteBuf read) {
    acceptedNanos = System.nanoTime() - tls.openingTimeout().minus(left).toNanos();
    tls.open(client, this, left, read);
  }

  @Override
  public void opened(TlsSession session, long nanos) {
    tls.counters().completed(client.eventLoop(), session, nanos);
    if (ListenerTls.isChallenge(session)) {
      client.close(); // an authority has seen what it asked for
      return;
    }
    long secured = System.nanoTime() - acceptedNanos;
    TlsTiming timing = new TlsTiming(Math.max(0, secured - nanos), secured);
    ConnectionFacts.of(client).withTls(session.timed(timing)).attachTo(client);
    ListenerWorker serving = runtime.connections().current(client, worker);
    if (serving == null) {
      client.close(); // its listener has gone meanwhile
    } else {
      serving.mode().accept(client);
      if (!TlsSuccession.allows(client, worker, serving)) {
        serving.mode().drain(client);
      }
    }
  }

  @Override
  public void passThrough(ByteBuf bytes) {
    ListenerWorker serving = runtime.connections().passThrough(client, worker);
    boolean done = false;
    try {
      if (serving == null) {
        return; // a reload has removed its route meanwhile
      }
      if (context.connections().isLoop(client, runtime.loopKeys())) {
        String via = "through " + runtime.listener().place();
        serving.mode().refuse(client, Failure.client(FailureCode.LOOP, via));
      } else {
        serving.mode().accept(client);
      }
      done = true;
    } finally {
      if (!done) {
        bytes.release();
        client.close();
      }
    }
    client.pipeline().fireChannelRead(bytes);
    client.pipeline().fireChannelReadComplete();
  }

  @Override
  public void plainHttp(ByteBuf bytes) {
    tls.counters().failed(TlsFailure.Reason.PLAIN_HTTP);
    worker.mode().refuse(client, Failure.client(FailureCode.TLS_EXPECTED, ""));
    client.pipeline().fireChannelRead(bytes);
    client.pipeline().fireChannelReadComplete();
  }

  @Override
  public void failed(TlsFailure failure) {
    tls.counters().failed(failure.reason());
    tls.reportFailure(
        runtime.listener().place(), AddressText.of(ConnectionFacts.clientOf(client)), failure);
  }

  @Override
  public void fault(Throwable cause) {
    context.errors().report(InternalErrors.TLS, runtime.listener().place(), cause);
  }
}
