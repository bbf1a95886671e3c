package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.Http2Model.Fault;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9113 in small, as a backend sees one connection of Porty: its streams and windows, what each
 * frame of the backend has to be answered with, and what becomes of the response. It knows nothing
 * of Porty but the windows that Porty announces.
 */
final class BackendModel {

  private static final long MAX_WINDOW = Integer.MAX_VALUE;
  private static final long STREAM_WINDOW = 65_536;

  /** Porty's own limit. */
  private static final int MAX_STREAMS = 100;

  /** What becomes of a response. */
  enum Outcome {
    RUNNING,
    /** The backend has ended it in order. */
    WHOLE,
    /** It is broken. */
    BROKEN,
    /** The request was not processed. */
    REFUSED,
    /** The connection is gone. */
    LOST
  }

  /** One stream. */
  static final class Stream {
    final int call;
    final boolean first;
    Outcome outcome = Outcome.RUNNING;
    boolean requestEnded;

    /** Porty has reset it, or has to. */
    boolean reset;

    /** Both sides have ended it, or the backend has reset it: nothing may follow. */
    private boolean closed;

    boolean interim;
    boolean headSent;
    int declared = -1;
    int sent;
    private long sendWindow;
    private long receiveWindow = STREAM_WINDOW;

    /**
     * @param first of its connection
     */
    Stream(int call, boolean first, long sendWindow) {
      this.call = call;
      this.first = first;
      this.sendWindow = sendWindow;
    }

    boolean isOpen() {
      return outcome == Outcome.RUNNING && !reset;
    }

    /** Whether Porty may have passed a part of the response on. */
    boolean isPassed() {
      return headSent && declared != 0;
    }
  }

  private final Map<Integer, Stream> streams = new TreeMap<>();
  private long initialSendWindow = 65_535;
  private long sendWindow = 65_535;
  private long receiveWindow = 65_535;
  private int maxStreams = 1;
  private int last;
  private boolean leaving;
  private boolean over;

  Map<Integer, Stream> streams() {
    return streams;
  }

  int last() {
    return last;
  }

  boolean isOver() {
    return over;
  }

  long open() {
    return streams.values().stream().filter(Stream::isOpen).count();
  }

  /** The connection ends, and what runs with it. */
  void end(Outcome outcome) {
    over = true;
    streams.values().stream().filter(Stream::isOpen).forEach(stream -> stream.outcome = outcome);
  }

  private Fault connection(int error) {
    end(Outcome.BROKEN);
    return new Fault(0, error);
  }

  private static Fault broken(int id, Stream stream, int error) {
    stream.outcome = Outcome.BROKEN;
    stream.reset = true;
    return new Fault(id, error);
  }

  private boolean isIdle(int id) {
    return id > last || id % 2 == 0;
  }

  private @Nullable Stream open(int id) {
    Stream stream = streams.get(id);
    return stream != null && stream.isOpen() ? stream : null;
  }

  // What the backend sends

  @Nullable Fault settings(long window, int streamsAtATime) {
    long change = window - initialSendWindow;
    initialSendWindow = window;
    maxStreams = Math.min(MAX_STREAMS, streamsAtATime);
    boolean tooLarge = false;
    for (Stream stream : streams.values()) {
      if (stream.isOpen()) {
        stream.sendWindow += change;
        tooLarge |= stream.sendWindow > MAX_WINDOW;
      }
    }
    return tooLarge ? connection(Http2Model.FLOW_CONTROL_ERROR) : null;
  }

  /**
   * A head, of an interim response if the status is below 200.
   *
   * @param declared length; -1 for none
   */
  @Nullable Fault head(int id, int status, int declared, boolean ends) {
    if (isIdle(id)) {
      return connection(Http2Model.PROTOCOL_ERROR);
    }
    Stream stream = open(id);
    if (stream == null) {
      return late(id);
    }
    if (stream.headSent) { // as trailers, whose :status is malformed
      return broken(id, stream, Http2Model.PROTOCOL_ERROR);
    }
    if (status < 200) {
      stream.interim = true;
      return ends ? broken(id, stream, Http2Model.PROTOCOL_ERROR) : null;
    }
    if (ends && declared > 0) {
      return broken(id, stream, Http2Model.PROTOCOL_ERROR);
    }
    stream.headSent = true;
    stream.declared = declared;
    stream.outcome = ends ? Outcome.WHOLE : Outcome.RUNNING;
    stream.closed = ends && stream.requestEnded;
    return null;
  }

  /** A header block on a stream that is not open. */
  private @Nullable Fault late(int id) {
    return streams.get(id).closed ? connection(Http2Model.STREAM_CLOSED) : null;
  }

  @Nullable Fault trailers(int id, boolean malformed) {
    if (isIdle(id)) {
      return connection(Http2Model.PROTOCOL_ERROR);
    }
    Stream stream = open(id);
    if (stream == null) {
      return late(id);
    }
    if (malformed || !stream.headSent) {
      return broken(id, stream, Http2Model.PROTOCOL_ERROR);
    }
    return ended(stream);
  }

  private static @Nullable Fault ended(Stream stream) {
    boolean isWhole = stream.declared < 0 || stream.sent == stream.declared;
    stream.outcome = isWhole ? Outcome.WHOLE : Outcome.BROKEN;
    stream.closed = stream.requestEnded;
    return null; // no more than an end is needed; if the request goes on, it is reset
  }

  /** Whether both windows take so much, as far as Porty has said. */
  boolean takes(int id, int length) {
    Stream stream = streams.get(id);
    return stream != null && stream.receiveWindow >= length && receiveWindow >= length;
  }

  @Nullable Fault data(int id, int length, boolean ends) {
    if (isIdle(id)) {
      return connection(Http2Model.PROTOCOL_ERROR);
    }
    receiveWindow -= length;
    Stream stream = open(id);
    Fault fault = null;
    if (stream != null) {
      stream.receiveWindow -= length;
      if (stream.receiveWindow < 0) {
        fault = broken(id, stream, Http2Model.FLOW_CONTROL_ERROR);
      }
    }
    if (receiveWindow < 0) {
      return connection(Http2Model.FLOW_CONTROL_ERROR);
    }
    if (stream == null) {
      return lateData(id);
    }
    if (fault != null) {
      return fault;
    }
    stream.sent += length;
    if (!stream.headSent || (stream.declared >= 0 && stream.sent > stream.declared)) {
      return broken(id, stream, Http2Model.PROTOCOL_ERROR);
    }
    return ends ? ended(stream) : null;
  }

  /** It is answered once. */
  private @Nullable Fault lateData(int id) {
    Stream stream = streams.get(id);
    boolean told = stream.closed;
    stream.closed = false;
    return told ? new Fault(id, Http2Model.STREAM_CLOSED) : null;
  }

  void rstStream(int id, int error) {
    Stream stream = open(id);
    if (stream != null) {
      boolean refused = error == Http2Model.REFUSED_STREAM && !stream.isPassed();
      stream.outcome = refused ? Outcome.REFUSED : Outcome.BROKEN;
      stream.closed = true;
    }
  }

  @Nullable Fault windowUpdate(int id, long bytes) {
    if (id == 0) {
      sendWindow += bytes;
      return bytes == 0
          ? connection(Http2Model.PROTOCOL_ERROR)
          : sendWindow > MAX_WINDOW ? connection(Http2Model.FLOW_CONTROL_ERROR) : null;
    }
    if (isIdle(id)) {
      return connection(Http2Model.PROTOCOL_ERROR);
    }
    Stream stream = open(id);
    if (stream == null) {
      return null;
    }
    stream.sendWindow += bytes;
    return bytes == 0
        ? broken(id, stream, Http2Model.PROTOCOL_ERROR)
        : stream.sendWindow > MAX_WINDOW ? broken(id, stream, Http2Model.FLOW_CONTROL_ERROR) : null;
  }

  void goAway(int lastStream) {
    leaving = true;
    streams.forEach(
        (id, stream) -> {
          if (id > lastStream && stream.isOpen()) {
            stream.outcome = stream.isPassed() ? Outcome.BROKEN : Outcome.REFUSED;
            stream.closed = true;
          }
        });
  }

  // What Porty sends

  Stream opened(int id, int call, boolean ends) {
    assertThat(over || leaving).as("a stream behind the end").isFalse();
    assertThat(id % 2).isOne();
    assertThat(id).isGreaterThan(last);
    assertThat(open()).as("open streams before %s", id).isLessThan(maxStreams);
    Stream stream = new Stream(call, last == 0, initialSendWindow);
    stream.requestEnded = ends;
    last = id;
    streams.put(id, stream);
    return stream;
  }

  void received(int id, int length, boolean ends) {
    Stream stream = streams.get(id);
    assertThat(stream).as("DATA on a stream that was opened").isNotNull();
    assertThat(stream.isOpen() && !stream.requestEnded).as("DATA on an open stream").isTrue();
    if (length > 0) {
      assertThat((long) length)
          .as("DATA on %s within both windows", id)
          .isLessThanOrEqualTo(Math.min(16_384, Math.min(sendWindow, stream.sendWindow)));
    }
    sendWindow -= length;
    stream.sendWindow -= length;
    stream.requestEnded = ends;
  }

  void granted(int id, int bytes) {
    assertThat(bytes).isPositive();
    if (id == 0) {
      receiveWindow += bytes;
    } else {
      streams.get(id).receiveWindow += bytes;
      assertThat(streams.get(id).receiveWindow).isLessThanOrEqualTo(STREAM_WINDOW);
    }
    assertThat(receiveWindow).isLessThanOrEqualTo(1 << 20);
  }
}
