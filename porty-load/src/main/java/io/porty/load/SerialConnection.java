package io.porty.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.WritableByteChannel;

/** One request at a time: HTTP/1, or messages that are echoed. On its load thread. */
final class SerialConnection extends LoadConnection {

  private final ResponseReader reader;
  private final ByteBuffer request;
  private boolean busy;
  private long dueAt;
  private long startedAt;

  SerialConnection(LoadPlan plan, LoadThread thread, Selector selector) {
    super(plan, thread, selector);
    byte[] bytes;
    if (plan.traffic() instanceof LoadPlan.Traffic.Http1 http) {
      bytes = http.request();
      reader = new HttpResponseReader(http.forHead());
    } else {
      bytes = ((LoadPlan.Traffic.Echo) plan.traffic()).message();
      reader = new FixedLengthReader(bytes.length);
    }
    this.request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  @Override
  void opened(long now) {
    thread().addFree(this);
  }

  @Override
  void send(long due) {
    busy = true;
    dueAt = due;
    startedAt = System.nanoTime();
    request.rewind();
    flush();
  }

  @Override
  boolean write(WritableByteChannel to) throws IOException {
    to.write(request);
    return request.hasRemaining();
  }

  @Override
  void received(ByteBuffer in) {
    if (!busy) {
      fail(LoadError.MALFORMED, System.nanoTime());
      return;
    }
    switch (reader.read(in)) {
      case MORE -> {}
      case MALFORMED -> fail(LoadError.MALFORMED, System.nanoTime());
      case DONE -> {
        onResponse();
        thread().addFree(this);
      }
      case DONE_AND_CLOSE -> {
        onResponse();
        reconnect(System.nanoTime());
      }
    }
  }

  private void onResponse() {
    busy = false;
    thread().counts().onResponse(System.nanoTime() - dueAt, reader.status());
  }

  @Override
  void ended(long now, boolean cut) {
    if (!busy) {
      reconnect(now);
    } else if (!cut && reader.isCompleteAtClose()) {
      onResponse();
      reconnect(now);
    } else {
      fail(LoadError.CLOSED, now);
    }
  }

  @Override
  void checkTimeouts(long now) {
    if (busy && now - startedAt > timeoutNanos()) {
      fail(LoadError.TIMEOUT, now);
    }
  }

  @Override
  int inFlight() {
    return busy ? 1 : 0;
  }

  @Override
  void dropped() {
    busy = false;
    request.position(request.limit());
    reader.reset();
  }
}
