package io.porty.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2, with several requests at a time. Its windows are so large that the server
 * never waits for one. A connection that the server leaves by GOAWAY has its responses, and is then
 * replaced. On its load thread.
 */
final class Http2Connection extends LoadConnection implements Http2Frames.Handler {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int WINDOW = (1 << 30) - 1;
  private static final int FIRST_WINDOW = 65_535;

  private static final int HEADER_TABLE_SIZE = 1;
  private static final int ENABLE_PUSH = 2;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;

  private final Http2Request request;
  private final Http2Blocks blocks;
  private final int streams;
  private final Http2Frames frames = new Http2Frames(this);
  private final Http2Output out = new Http2Output();
  private final Http2Uploads uploads;
  private final Map<Integer, Http2Stream> open = new LinkedHashMap<>();
  private int nextId;
  private long initialWindow;
  private int received;
  private long heardAt;
  private boolean settled;
  private boolean leaving;

  Http2Connection(
      LoadPlan plan, LoadPlan.Traffic.Http2 traffic, LoadThread thread, Selector selector) {
    super(plan, thread, selector);
    this.request = traffic.request();
    this.streams = traffic.streams();
    this.uploads = new Http2Uploads(request.body(), out);
    this.blocks = new Http2Blocks(request);
  }

  @Override
  void opened(long now) {
    blocks.reset();
    nextId = 1;
    initialWindow = FIRST_WINDOW;
    received = 0;
    heardAt = now;
    settled = false;
    leaving = false;
    out.bytes(PREFACE, 0, PREFACE.length).frame(Http2Frames.SETTINGS, 0, 0, 18);
    out.setting(HEADER_TABLE_SIZE, 0).setting(ENABLE_PUSH, 0).setting(INITIAL_WINDOW_SIZE, WINDOW);
    out.number(Http2Frames.WINDOW_UPDATE, 0, WINDOW - FIRST_WINDOW);
    flushSoon();
  }

  @Override
  void send(long due) {
    Http2Stream stream = new Http2Stream(nextId, due, System.nanoTime(), initialWindow);
    nextId += 2;
    open.put(stream.id, stream);
    boolean ends = request.body().length == 0;
    int flags = Http2Frames.END_HEADERS | (ends ? Http2Frames.END_STREAM : 0);
    byte[] block = blocks.next();
    out.frame(Http2Frames.HEADERS, flags, stream.id, block.length).bytes(block, 0, block.length);
    if (!ends) {
      uploads.begin(stream);
    }
    flushSoon();
  }

  @Override
  boolean write(WritableByteChannel to) throws IOException {
    return out.write(to);
  }

  // What comes

  @Override
  void received(ByteBuffer in) {
    heardAt = System.nanoTime();
    if (!frames.read(in)) {
      fail(settled ? LoadError.MALFORMED : LoadError.NO_HTTP2, heardAt);
    }
  }

  @Override
  public void frame(int type, int flags, int id, byte[] payload, int length) {
    Http2Stream stream = open.get(id);
    boolean ends = (flags & Http2Frames.END_STREAM) != 0;
    switch (type) {
      case Http2Frames.DATA -> data(stream, length, ends);
      case Http2Frames.HEADERS -> {
        if (stream != null) {
          head(stream, flags, payload, length);
        }
      }
      case Http2Frames.SETTINGS, Http2Frames.PING -> {
        if ((flags & Http2Frames.ACK) == 0) {
          acknowledge(type, payload, length);
        }
      }
      case Http2Frames.WINDOW_UPDATE -> window(id, stream, Http2Frames.number(payload, 0));
      case Http2Frames.RST_STREAM -> {
        if (stream != null) {
          int code = Http2Frames.number(payload, 0);
          failed(stream, code == REFUSED_STREAM ? LoadError.REFUSED : LoadError.RESET);
        }
      }
      case Http2Frames.GOAWAY -> goAway(Http2Frames.number(payload, 0) & Integer.MAX_VALUE);
      default -> {}
    }
  }

  private void data(@Nullable Http2Stream stream, int length, boolean ends) {
    received += length;
    if (received > WINDOW / 2) {
      out.number(Http2Frames.WINDOW_UPDATE, 0, received);
      received = 0;
      flushSoon();
    }
    if (stream == null) {
      return;
    }
    stream.received += length;
    if (ends) {
      complete(stream);
    } else if (stream.received > WINDOW / 2) {
      out.number(Http2Frames.WINDOW_UPDATE, stream.id, stream.received);
      stream.received = 0;
      flushSoon();
    }
  }

  /** A head, an interim one, or trailers. */
  private void head(Http2Stream stream, int flags, byte[] payload, int length) {
    if (stream.status < 200) {
      int at =
          ((flags & Http2Frames.PADDED) == 0 ? 0 : 1)
              + ((flags & Http2Frames.PRIORITY) == 0 ? 0 : 5);
      stream.status = Http2Status.of(payload, at, length);
      if (stream.status < 0) {
        fail(LoadError.MALFORMED, System.nanoTime());
        return;
      }
    }
    if ((flags & Http2Frames.END_STREAM) != 0) {
      complete(stream);
    }
  }

  private void complete(Http2Stream stream) {
    thread().counts().onResponse(System.nanoTime() - stream.dueAt, stream.status);
    if (uploads.isUnsent(stream)) {
      uploads.stop(stream);
      out.number(Http2Frames.RST_STREAM, stream.id, CANCEL);
      flushSoon();
    }
    over(stream);
  }

  private void failed(Http2Stream stream, LoadError error) {
    thread().counts().onError(error, 1);
    uploads.stop(stream);
    over(stream);
  }

  private void over(Http2Stream stream) {
    open.remove(stream.id);
    if (leaving || nextId < 0) {
      leaveIfDone();
    } else {
      thread().addFree(this);
    }
  }

  private void leaveIfDone() {
    if (open.isEmpty()) {
      reconnect(System.nanoTime());
    }
  }

  private void acknowledge(int type, byte[] payload, int length) {
    if (type == Http2Frames.SETTINGS) {
      settings(payload, length);
      out.frame(type, Http2Frames.ACK, 0, 0);
    } else {
      out.frame(type, Http2Frames.ACK, 0, length).bytes(payload, 0, length);
    }
    flushSoon();
  }

  private void settings(byte[] payload, int length) {
    int max = streams;
    for (int i = 0; i + 6 <= length; i += 6) {
      int value = Http2Frames.number(payload, i + 2);
      switch (payload[i] == 0 ? payload[i + 1] : 0) {
        case HEADER_TABLE_SIZE -> blocks.tableSize(value);
        case MAX_CONCURRENT_STREAMS -> max = value < 0 ? max : Math.min(max, value);
        case INITIAL_WINDOW_SIZE -> {
          open.values().forEach(stream -> stream.window += value - initialWindow);
          initialWindow = value;
        }
        default -> {}
      }
    }
    if (!settled) {
      settled = true;
      for (int i = 0; i < max; i++) {
        thread().addFree(this);
      }
    }
    uploads.send();
  }

  private void window(int id, @Nullable Http2Stream stream, int bytes) {
    if (id == 0) {
      uploads.grow(bytes);
    } else if (stream != null) {
      stream.window += bytes;
      uploads.send();
    }
    flushSoon();
  }

  private void goAway(int last) {
    leaving = true;
    thread().removeFree(this);
    for (Http2Stream stream : new ArrayList<>(open.values())) {
      if (stream.id > last) {
        thread().counts().onError(LoadError.REFUSED, 1);
        uploads.stop(stream);
        open.remove(stream.id);
      }
    }
    leaveIfDone();
  }

  // The end

  @Override
  void ended(long now, boolean cut) {
    if (!settled) {
      fail(LoadError.NO_HTTP2, now);
    } else if (open.isEmpty()) {
      reconnect(now);
    } else {
      fail(LoadError.CLOSED, now);
    }
  }

  @Override
  void checkTimeouts(long now) {
    long since = now - timeoutNanos();
    if (!settled && heardAt < since) {
      fail(LoadError.NO_HTTP2, now);
      return;
    }
    List<Http2Stream> late =
        open.values().stream().filter(stream -> stream.startedAt < since).toList();
    if (!late.isEmpty() && heardAt < since) {
      fail(LoadError.TIMEOUT, now);
      return;
    }
    for (Http2Stream stream : late) {
      out.number(Http2Frames.RST_STREAM, stream.id, CANCEL);
      flushSoon();
      failed(stream, LoadError.TIMEOUT);
    }
  }

  @Override
  int inFlight() {
    return open.size();
  }

  @Override
  void dropped() {
    open.clear();
    uploads.reset();
    out.clear();
    frames.reset();
  }
}
