package io.porty.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection of the load: connects, sends, reads, connects again. On its thread. */
final class LoadConnection {

  private final LoadPlan plan;
  private final LoadThread thread;
  private final Selector selector;
  private final ReplyReader reader;
  private final ByteBuffer request;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean connected;
  private boolean busy;
  private long dueAt;
  private long begunAt;
  private long retryAt;

  LoadConnection(LoadPlan plan, LoadThread thread, Selector selector) {
    this.plan = plan;
    this.thread = thread;
    this.selector = selector;
    this.reader = ReplyReader.of(plan.reply());
    this.request = ByteBuffer.allocateDirect(plan.request().length).put(plan.request()).flip();
  }

  void connect(long now) {
    begunAt = now;
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connected = opened.connect(plan.address());
      key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      key.attach(this);
      if (connected) {
        thread.free(this);
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, now);
    }
  }

  /**
   * Sends a request.
   *
   * @param due when it should have been sent: its latency counts from there
   */
  void send(long due) {
    busy = true;
    dueAt = due;
    begunAt = System.nanoTime();
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
      int wanted =
          request.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ;
      if (selected.interestOps() != wanted) {
        selected.interestOps(wanted);
      }
    } catch (IOException e) {
      fail(LoadError.RESET, System.nanoTime());
    }
  }

  void ready(SelectionKey selected, ByteBuffer space) {
    if (selected.isConnectable()) {
      finishConnect(selected);
      return;
    }
    if (selected.isValid() && selected.isWritable() && request.hasRemaining()) {
      write();
    }
    if (selected.isValid() && selected.isReadable()) {
      read(space);
    }
  }

  private void finishConnect(SelectionKey selected) {
    SocketChannel to = channel;
    try {
      if (to != null && to.finishConnect()) {
        connected = true;
        selected.interestOps(SelectionKey.OP_READ);
        thread.free(this);
      }
    } catch (IOException e) {
      fail(LoadError.CONNECT, System.nanoTime());
    }
  }

  private void read(ByteBuffer space) {
    SocketChannel from = channel;
    if (from == null) {
      return;
    }
    int got;
    space.clear();
    try {
      got = from.read(space);
    } catch (IOException e) {
      fail(LoadError.RESET, System.nanoTime());
      return;
    }
    if (got < 0) {
      ended();
      return;
    }
    thread.counts().received(got);
    space.flip();
    if (!busy) {
      fail(LoadError.MALFORMED, System.nanoTime());
      return;
    }
    switch (reader.read(space)) {
      case MORE -> {}
      case MALFORMED -> fail(LoadError.MALFORMED, System.nanoTime());
      case DONE -> {
        answered();
        thread.free(this);
      }
      case DONE_AND_CLOSE -> {
        answered();
        reconnect(System.nanoTime());
      }
    }
  }

  private void answered() {
    busy = false;
    thread.counts().answered(System.nanoTime() - dueAt, reader.status());
  }

  private void ended() {
    long now = System.nanoTime();
    if (!busy) {
      reconnect(now);
    } else if (reader.endsWithConnection()) {
      answered();
      reconnect(now);
    } else {
      fail(LoadError.CLOSED, now);
    }
  }

  private void fail(LoadError error, long now) {
    thread.counts().failed(error, 1);
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

  /** Called a few times a second. */
  void tick(long now) {
    if (channel == null) {
      if (now - retryAt >= 0) {
        connect(now);
      }
    } else if ((busy || !connected) && now - begunAt > plan.timeout().toNanos()) {
      fail(connected ? LoadError.TIMEOUT : LoadError.CONNECT, now);
    }
  }

  void close() {
    thread.taken(this);
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
        // It is gone either way.
      }
    }
  }
}
