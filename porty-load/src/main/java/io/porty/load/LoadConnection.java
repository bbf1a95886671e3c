package io.porty.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection of the load; reconnects when it is closed. On its load thread. */
final class LoadConnection {

  private final LoadPlan plan;
  private final LoadThread thread;
  private final Selector selector;
  private final ResponseReader reader;
  private final ByteBuffer request;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean connected;
  private boolean busy;
  private long dueAt;
  private long startedAt;
  private long retryAt;

  LoadConnection(LoadPlan plan, LoadThread thread, Selector selector) {
    this.plan = plan;
    this.thread = thread;
    this.selector = selector;
    this.reader = ResponseReader.of(plan.response());
    this.request = ByteBuffer.allocateDirect(plan.request().length).put(plan.request()).flip();
  }

  void connect(long now) {
    startedAt = now;
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connected = opened.connect(plan.address());
      key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      key.attach(this);
      if (connected) {
        thread.addFree(this);
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, now);
    }
  }

  /**
   * Sends a request.
   *
   * @param due scheduled send time, from which the latency counts
   */
  void send(long due) {
    busy = true;
    dueAt = due;
    startedAt = System.nanoTime();
    request.rewind();
    write();
  }

  private void write() {
    SocketChannel to = channel;
    SelectionKey selected = key;
    if (to == null || selected == null) {
      return;
    }
    try {
      to.write(request);
      int interest =
          request.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ;
      if (selected.interestOps() != interest) {
        selected.interestOps(interest);
      }
    } catch (IOException e) {
      fail(LoadError.RESET, System.nanoTime());
    }
  }

  void onReady(SelectionKey selected, ByteBuffer buffer) {
    if (selected.isConnectable()) {
      finishConnect(selected);
      return;
    }
    if (selected.isValid() && selected.isWritable() && request.hasRemaining()) {
      write();
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
        thread.addFree(this);
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
      onEndOfStream();
      return;
    }
    thread.counts().onBytes(count);
    buffer.flip();
    if (!busy) {
      fail(LoadError.MALFORMED, System.nanoTime());
      return;
    }
    switch (reader.read(buffer)) {
      case MORE -> {}
      case MALFORMED -> fail(LoadError.MALFORMED, System.nanoTime());
      case DONE -> {
        onResponse();
        thread.addFree(this);
      }
      case DONE_AND_CLOSE -> {
        onResponse();
        reconnect(System.nanoTime());
      }
    }
  }

  private void onResponse() {
    busy = false;
    thread.counts().onResponse(System.nanoTime() - dueAt, reader.status());
  }

  private void onEndOfStream() {
    long now = System.nanoTime();
    if (!busy) {
      reconnect(now);
    } else if (reader.isCompleteAtClose()) {
      onResponse();
      reconnect(now);
    } else {
      fail(LoadError.CLOSED, now);
    }
  }

  private void fail(LoadError error, long now) {
    thread.counts().onError(error, 1);
    if (error == LoadError.CONNECT) {
      close();
      retryAt = now + 10_000_000;
    } else {
      reconnect(now);
    }
  }

  private void reconnect(long now) {
    close();
    connect(now);
  }

  /** Checks timeouts; called every 100 ms. */
  void tick(long now) {
    if (channel == null) {
      if (now - retryAt >= 0) {
        connect(now);
      }
    } else if ((busy || !connected) && now - startedAt > plan.timeout().toNanos()) {
      fail(connected ? LoadError.TIMEOUT : LoadError.CONNECT, now);
    }
  }

  void close() {
    thread.removeFree(this);
    SocketChannel open = channel;
    channel = null;
    key = null;
    busy = false;
    connected = false;
    reader.reset();
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The descriptor is released all the same.
      }
    }
  }
}
