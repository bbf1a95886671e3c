package io.porty.load;

import io.porty.api.TlsSession;
import io.porty.load.tls.LoadTls;
import io.porty.load.tls.TlsClient;
import io.porty.load.tls.TlsConnection;
import io.porty.load.tls.TlsProblem;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** One connection of the load; reconnects when it is closed. On its load thread. */
abstract class LoadConnection {

  private static final long RETRY_NANOS = 10_000_000;

  private final LoadPlan plan;
  private final LoadThread thread;
  private final Selector selector;
  private final @Nullable TlsClient client;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable TlsConnection tls;
  private boolean connected;

  /** Connected, and secure if it is to be. */
  private boolean open;

  private boolean flushing;

  /** When its connect began, or its handshake. */
  private long since;

  private long retryAt;

  LoadConnection(LoadPlan plan, LoadThread thread, Selector selector) {
    this.plan = plan;
    this.thread = thread;
    this.selector = selector;
    LoadTls shared = plan.server().tls();
    this.client = shared == null ? null : shared.newClient();
  }

  // What a protocol does

  /** Connected: {@link LoadThread#addFree} once for each request that can be sent now. */
  abstract void opened(long now);

  /**
   * Sends a request.
   *
   * @param due scheduled send time, from which the latency counts
   */
  abstract void send(long due);

  /** Writes what is to be sent; returns whether some of it is left. */
  abstract boolean write(WritableByteChannel to) throws IOException;

  /** Bytes have come. */
  abstract void received(ByteBuffer in);

  /**
   * The server has closed the connection.
   *
   * @param cut without the close_notify of TLS: what came last may not be all
   */
  abstract void ended(long now, boolean cut);

  /** Checks timeouts of responses; called every 100 ms while it is connected. */
  abstract void checkTimeouts(long now);

  /** Requests whose responses are not complete. */
  abstract int inFlight();

  /** The connection is closed, and its requests are forgotten. */
  abstract void dropped();

  // The channel

  final LoadThread thread() {
    return thread;
  }

  final long timeoutNanos() {
    return plan.timeout().toNanos();
  }

  final void connect(long now) {
    since = now;
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean done = opened.connect(plan.server().address());
      key = opened.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      key.attach(this);
      if (done) {
        connected(opened, now);
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, now);
    }
  }

  private void connected(SocketChannel to, long now) {
    connected = true;
    TlsClient secure = client;
    if (secure == null) {
      open = true;
      opened(now);
    } else {
      since = now;
      tls = secure.connect(to);
      flush();
    }
  }

  final void flush() {
    flushing = false;
    SocketChannel to = channel;
    SelectionKey selected = key;
    if (to == null || selected == null || !connected) {
      return;
    }
    TlsConnection secure = tls;
    try {
      boolean left = open && write(secure == null ? to : secure);
      left |= secure != null && secure.flush();
      int interest = left ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
      if (selected.interestOps() != interest) {
        selected.interestOps(interest);
      }
    } catch (IOException e) {
      fail(LoadError.RESET, System.nanoTime());
    }
  }

  /** Flushes with all that is sent in this round. */
  final void flushSoon() {
    if (!flushing) {
      flushing = true;
      thread.addUnflushed(this);
    }
  }

  final void onReady(SelectionKey selected, ByteBuffer buffer) {
    if (selected.isConnectable()) {
      finishConnect(selected);
      return;
    }
    if (selected.isValid() && selected.isWritable()) {
      flush();
    }
    if (selected.isValid() && selected.isReadable()) {
      read(buffer);
    }
  }

  private void finishConnect(SelectionKey selected) {
    SocketChannel to = channel;
    try {
      if (to != null && to.finishConnect()) {
        selected.interestOps(SelectionKey.OP_READ);
        connected(to, System.nanoTime());
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, System.nanoTime());
    }
  }

  private void read(ByteBuffer buffer) {
    SocketChannel from = channel;
    if (from == null) {
      return;
    }
    int count;
    buffer.clear();
    try {
      count = from.read(buffer);
    } catch (IOException e) {
      fail(LoadError.RESET, System.nanoTime());
      return;
    }
    TlsConnection secure = tls;
    if (count < 0) {
      ended(secure);
    } else if (secure == null) {
      thread.counts().onBytes(count);
      received(buffer.flip());
    } else {
      secure.receive(buffer.flip());
      received(secure);
    }
  }

  private void ended(@Nullable TlsConnection secure) {
    if (open) {
      ended(System.nanoTime(), secure != null);
    } else {
      fail(new TlsProblem("it closed the connection in the handshake", TlsProblem.Kind.BROKEN));
    }
  }

  /** What came of bytes that TLS was given; each step may have replaced the connection. */
  private void received(TlsConnection secure) {
    TlsSession session = secure.session();
    TlsProblem problem = secure.problem();
    if (!open && problem == null && session != null) {
      long now = System.nanoTime();
      thread.onSecured(session, now - since);
      open = true;
      opened(now);
    }
    ByteBuffer data = secure.take();
    while (data != null) {
      thread.counts().onBytes(data.remaining());
      received(data);
      data = tls == secure ? secure.take() : null;
    }
    if (tls != secure) {
      return;
    }
    if (problem != null) {
      fail(problem);
    } else if (secure.isInputEnded()) {
      ended(System.nanoTime(), false);
    } else if (secure.hasOutput()) {
      flushSoon();
    }
  }

  // The end

  private void fail(TlsProblem problem) {
    thread.onProblem(problem, Math.max(1, inFlight()));
    fail(LoadError.TLS, System.nanoTime());
  }

  /** Counts its requests as failed, at least one, and connects again. */
  final void fail(LoadError error, long now) {
    thread.counts().onError(error, Math.max(1, inFlight()));
    if (error.isOfServer()) {
      close();
      retryAt = now + RETRY_NANOS;
    } else {
      reconnect(now);
    }
  }

  final void reconnect(long now) {
    close();
    connect(now);
  }

  /** Checks timeouts; called every 100 ms. */
  final void tick(long now) {
    if (channel == null) {
      if (now - retryAt >= 0) {
        connect(now);
      }
    } else if (open) {
      checkTimeouts(now);
    } else if (now - since > timeoutNanos()) {
      if (connected) {
        fail(new TlsProblem("the handshake took too long", TlsProblem.Kind.BROKEN));
      } else {
        fail(LoadError.CONNECT, now);
      }
    }
  }

  final void close() {
    thread.removeFree(this);
    SocketChannel former = channel;
    channel = null;
    key = null;
    connected = false;
    open = false;
    TlsConnection secure = tls;
    tls = null;
    dropped();
    if (secure != null) {
      secure.close();
    }
    if (former != null) {
      try {
        former.close();
      } catch (IOException e) {
        // The descriptor is released all the same.
      }
    }
  }
}
