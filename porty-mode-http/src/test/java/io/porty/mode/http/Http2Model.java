package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9113 in small, as a client sees one connection: the states of its streams (section 5.1), the
 * windows of both sides (5.2, 6.9), and what each frame of the client has to be answered with. It
 * knows nothing of Porty but the limits that Porty announces.
 */
final class Http2Model {

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int STREAM_CLOSED = 5;
  static final int REFUSED_STREAM = 7;

  private static final long MAX_WINDOW = Integer.MAX_VALUE;

  enum State {
    OPEN,
    /** The client has ended its half. */
    HALF_CLOSED,
    /** Nothing may come from the client any more. */
    CLOSED_BY_CLIENT,
    /** The client cannot know yet: what still comes is ignored. */
    CLOSED_BY_PORTY
  }

  /** One stream. */
  static final class Stream {
    State state;

    /** What Porty may send. */
    long sendWindow;

    /** What the client may send. */
    long receiveWindow;

    Stream(State state, long sendWindow, long receiveWindow) {
      this.state = state;
      this.sendWindow = sendWindow;
      this.receiveWindow = receiveWindow;
    }

    boolean isOpen() {
      return state == State.OPEN || state == State.HALF_CLOSED;
    }
  }

  /**
   * What a frame is answered with.
   *
   * @param stream that is reset; 0 for the connection, which ends
   */
  record Fault(int stream, int error) {}

  private final int maxStreams;
  private final long initialReceiveWindow;
  private final Map<Integer, Stream> streams = new TreeMap<>();
  private final Set<Integer> prioritized = new TreeSet<>();
  private long initialSendWindow = 65_535;
  private long sendWindow = 65_535;
  private long receiveWindow = 65_535;
  private int last;
  private boolean leaving;

  Http2Model(int maxStreams, long initialReceiveWindow) {
    this.maxStreams = maxStreams;
    this.initialReceiveWindow = initialReceiveWindow;
  }

  Map<Integer, Stream> streams() {
    return streams;
  }

  long sendWindow() {
    return sendWindow;
  }

  int last() {
    return last;
  }

  boolean isLeaving() {
    return leaving;
  }

  long open() {
    return streams.values().stream().filter(Stream::isOpen).count();
  }

  private static Fault connection(int error) {
    return new Fault(0, error);
  }

  private boolean isIdle(int id) {
    return id > last || id % 2 == 0;
  }

  private Fault reset(int id, int error) {
    Stream stream = streams.get(id);
    boolean done = stream.state == State.HALF_CLOSED;
    stream.state = done ? State.CLOSED_BY_CLIENT : State.CLOSED_BY_PORTY;
    return new Fault(id, error);
  }

  // What the client sends

  /** A request, well-formed or not; where a stream is open, trailers. */
  @Nullable Fault headers(int id, boolean ends, boolean malformed) {
    if (id % 2 == 0) {
      return connection(PROTOCOL_ERROR);
    }
    if (id > last) {
      return begin(id, ends, malformed);
    }
    Stream stream = streams.get(id);
    if (stream == null) {
      return connection(PROTOCOL_ERROR); // skipped, section 5.1.1
    }
    switch (stream.state) {
      case OPEN -> {
        if (!ends || malformed) {
          return reset(id, PROTOCOL_ERROR);
        }
        stream.state = State.HALF_CLOSED;
        return null;
      }
      case HALF_CLOSED -> {
        return reset(id, STREAM_CLOSED);
      }
      case CLOSED_BY_CLIENT -> {
        return connection(STREAM_CLOSED);
      }
      default -> {
        return null;
      }
    }
  }

  private @Nullable Fault begin(int id, boolean ends, boolean malformed) {
    boolean refused = open() >= maxStreams;
    last = id;
    prioritized.removeIf(at -> at <= id);
    State state = ends ? State.HALF_CLOSED : State.OPEN;
    streams.put(id, new Stream(state, initialSendWindow, initialReceiveWindow));
    if (leaving) {
      streams.get(id).state = ends ? State.CLOSED_BY_CLIENT : State.CLOSED_BY_PORTY;
      return null;
    }
    if (refused) {
      streams.get(id).state = State.CLOSED_BY_PORTY;
      return new Fault(id, REFUSED_STREAM);
    }
    return malformed ? reset(id, PROTOCOL_ERROR) : null;
  }

  /** RFC 9218 section 7.1. */
  @Nullable Fault priorityUpdate(int id) {
    if (id % 2 == 0) {
      return connection(PROTOCOL_ERROR);
    }
    boolean isNew = id > last && !prioritized.contains(id);
    if (isNew && open() + prioritized.size() >= maxStreams) {
      return connection(PROTOCOL_ERROR);
    }
    if (isNew) {
      prioritized.add(id);
    }
    return null;
  }

  @Nullable Fault data(int id, int length, boolean ends) {
    if (isIdle(id)) {
      return connection(PROTOCOL_ERROR);
    }
    receiveWindow -= length;
    if (receiveWindow < 0) {
      return connection(FLOW_CONTROL_ERROR);
    }
    Stream stream = streams.get(id);
    if (stream == null || stream.state == State.CLOSED_BY_PORTY) {
      return null;
    }
    if (stream.state == State.CLOSED_BY_CLIENT) {
      return connection(STREAM_CLOSED);
    }
    if (stream.state == State.HALF_CLOSED) {
      return reset(id, STREAM_CLOSED);
    }
    stream.receiveWindow -= length;
    if (stream.receiveWindow < 0) {
      return reset(id, FLOW_CONTROL_ERROR);
    }
    stream.state = ends ? State.HALF_CLOSED : stream.state;
    return null;
  }

  @Nullable Fault rstStream(int id) {
    if (isIdle(id)) {
      return connection(PROTOCOL_ERROR);
    }
    Stream stream = streams.get(id);
    if (stream != null && stream.isOpen()) {
      stream.state = State.CLOSED_BY_CLIENT;
    }
    return null;
  }

  @Nullable Fault windowUpdate(int id, long bytes) {
    if (id == 0) {
      sendWindow += bytes;
      return bytes == 0
          ? connection(PROTOCOL_ERROR)
          : sendWindow > MAX_WINDOW ? connection(FLOW_CONTROL_ERROR) : null;
    }
    Stream stream = streams.get(id);
    if (isIdle(id)) {
      return connection(PROTOCOL_ERROR);
    }
    if (stream == null || !stream.isOpen()) {
      return null;
    }
    stream.sendWindow += bytes;
    return bytes == 0
        ? reset(id, PROTOCOL_ERROR)
        : stream.sendWindow > MAX_WINDOW ? reset(id, FLOW_CONTROL_ERROR) : null;
  }

  @Nullable Fault initialWindow(long bytes) {
    if (bytes > MAX_WINDOW) {
      return connection(FLOW_CONTROL_ERROR);
    }
    long change = bytes - initialSendWindow;
    initialSendWindow = bytes;
    boolean tooLarge = false;
    for (Stream stream : streams.values()) {
      if (stream.isOpen()) {
        stream.sendWindow += change;
        tooLarge |= stream.sendWindow > MAX_WINDOW;
      }
    }
    return tooLarge ? connection(FLOW_CONTROL_ERROR) : null;
  }

  void goAway() {
    leaving = true;
  }

  // What Porty sends

  /** DATA; its windows must have room for it. */
  void sent(int id, int length) {
    Stream stream = streams.get(id);
    assertThat(length).as("DATA on %s within both windows", id).isLessThanOrEqualTo(16_384);
    if (length > 0) {
      assertThat((long) length)
          .isLessThanOrEqualTo(sendWindow)
          .isLessThanOrEqualTo(stream.sendWindow);
    }
    sendWindow -= length;
    stream.sendWindow -= length;
  }

  /** Porty has ended its half; true if it has to reset the other one, which is of no use. */
  boolean ended(int id) {
    Stream stream = streams.get(id);
    boolean halfOpen = stream.state == State.OPEN;
    stream.state = halfOpen ? State.CLOSED_BY_PORTY : State.CLOSED_BY_CLIENT;
    return halfOpen;
  }

  /** Porty has reset it for a reason of its own or of the backend. */
  void aborted(int id) {
    reset(id, NO_ERROR);
  }

  void granted(int id, int bytes) {
    assertThat(bytes).isPositive();
    if (id == 0) {
      receiveWindow += bytes;
      assertThat(receiveWindow).isLessThanOrEqualTo(MAX_WINDOW);
    } else {
      Stream stream = streams.get(id);
      stream.receiveWindow += bytes;
      assertThat(stream.receiveWindow).isLessThanOrEqualTo(MAX_WINDOW);
    }
  }
}
