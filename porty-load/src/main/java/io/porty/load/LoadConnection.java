package io.porty.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection of the load; reconnects when it is closed. On its load thread. */
abstract class LoadConnection {

  private static final long RETRY_NANOS = 10_000_000;

  private final LoadPlan plan;
  private final LoadThread thread;
  private final Selector selector;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean connected;
  private boolean flushing;
  private long connectingSince;
  private long retryAt;

  LoadConnection(LoadPlan plan, LoadThread thread, Selector selector) {
    this.plan = plan;
    this.thread = thread;
    this.selector = selector;
  }

  static LoadConnection of(LoadPlan plan, LoadThread thread, Selector selector) {
    return plan.traffic() instanceof LoadPlan.Traffic.Http2 http2
        ? new Http2Connection(plan, http2, thread, selector)
        : new SerialConnection(plan, thread, selector);
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
  abstract boolean write(SocketChannel to) throws IOException;

  /** Bytes have come. */
  abstract void received(ByteBuffer in);

  /** The server has closed the connection. */
  abstract void ended(long now);

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
    connectingSince = now;
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connected = opened.connect(plan.address());
      key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      key.attach(this);
      if (connected) {
        opened(now);
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, now);
    }
  }

  final void flush() {
    flushing = false;
    SocketChannel to = channel;
    SelectionKey selected = key;
    if (to == null || selected == null || !connected) {
      return;
    }
    try {
      int interest =
          write(to) ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
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
        connected = true;
        selected.interestOps(SelectionKey.OP_READ);
        opened(System.nanoTime());
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
    if (count < 0) {
      ended(System.nanoTime());
      return;
    }
    thread.counts().onBytes(count);
    received(buffer.flip());
  }

  // The end

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
    } else if (connected) {
      checkTimeouts(now);
    } else if (now - connectingSince > timeoutNanos()) {
      fail(LoadError.CONNECT, now);
    }
  }

  final void close() {
    thread.removeFree(this);
    SocketChannel open = channel;
    channel = null;
    key = null;
    connected = false;
    dropped();
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The descriptor is released all the same.
      }
    }
  }
}
