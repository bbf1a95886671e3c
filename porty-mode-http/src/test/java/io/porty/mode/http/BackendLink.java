package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.BackendModel.Stream;
import io.porty.mode.http.Http2Answers.Frame;
import io.porty.mode.http.Http2Model.Fault;
import io.porty.wire.Http2Bytes;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection of Porty to a backend of HTTP/2, with its {@link BackendModel}: what the backend
 * sends is told to the model, what Porty sends is held against it.
 */
final class BackendLink {

  private static final int CANCEL = 8;

  private final Side side;
  private final Http2Answers answers = new Http2Answers(Http2Bytes.preface().length);
  private final Map<Integer, PlayedCall> calls;
  final BackendModel model = new BackendModel();

  /** The fault that Porty has yet to answer. */
  private @Nullable Fault expected;

  private boolean prefaceSeen;
  private boolean settingsSent;
  private int acks;
  private int pongs;

  /**
   * @param calls by the client's streams
   */
  BackendLink(Side side, Map<Integer, PlayedCall> calls) {
    this.side = side;
    this.calls = calls;
  }

  boolean isOpen() {
    return side.isOpen() && !model.isOver();
  }

  // The backend

  private void send(int type, int flags, int stream, byte... payload) {
    side.arrive(Http2Bytes.frame(type, flags, stream, payload));
  }

  /** SETTINGS with two values. */
  void settings(int window, int streams) {
    byte[] payload = new byte[12];
    payload[1] = 4;
    System.arraycopy(Http2Bytes.number(window), 0, payload, 2, 4);
    payload[7] = 3;
    System.arraycopy(Http2Bytes.number(streams), 0, payload, 8, 4);
    send(4, 0, 0, payload);
    settingsSent = true;
    acks++;
    expected = model.settings(window, streams);
  }

  /** SETTINGS come first; what Porty does then comes before anything else of the backend. */
  boolean begins() {
    if (settingsSent) {
      return false;
    }
    settings(65_535, 10);
    send(4, 1, 0);
    return true;
  }

  void head(int id, int status, int declared, boolean ends) {
    byte[] block =
        declared < 0
            ? Http2Bytes.block(":status=" + status)
            : Http2Bytes.block(":status=" + status, "content-length=" + declared);
    send(1, ends ? 5 : 4, id, block);
    expected = model.head(id, status, declared, ends);
  }

  void trailers(int id, boolean malformed) {
    send(1, 5, id, Http2Bytes.block(malformed ? "X=y" : "x=y"));
    expected = model.trailers(id, malformed);
  }

  void data(int id, int length, boolean ends) {
    Stream stream = model.streams().get(id);
    int from = stream == null ? 0 : stream.sent;
    send(0, ends ? 1 : 0, id, PlayedCall.letters(stream == null ? 0 : stream.call, from, length));
    expected = model.data(id, length, ends);
  }

  void reset(int id, int error) {
    send(3, 0, id, Http2Bytes.number(error));
    model.rstStream(id, error);
  }

  void window(int id, int bytes) {
    send(8, 0, id, Http2Bytes.number(bytes));
    expected = model.windowUpdate(id, bytes);
  }

  void ping() {
    send(6, 0, 0, new byte[8]);
    pongs++;
  }

  void goAway(int lastStream) {
    byte[] payload = new byte[8];
    System.arraycopy(Http2Bytes.number(lastStream), 0, payload, 0, 4);
    send(7, 0, 0, payload);
    model.goAway(lastStream);
  }

  void close() {
    side.arriveReset();
    model.end(BackendModel.Outcome.LOST);
  }

  void taking(boolean takes) {
    side.setTaking(takes);
  }

  // Porty

  /** Reads what Porty has sent. */
  void read() {
    byte[] sent = side.sent();
    if (!prefaceSeen && sent.length > 0) {
      byte[] preface = Http2Bytes.preface();
      assertThat(Arrays.copyOf(sent, preface.length)).isEqualTo(preface);
      prefaceSeen = true;
    }
    for (Frame frame : answers.read(sent)) {
      take(frame);
    }
  }

  private void take(Frame frame) {
    int id = frame.stream();
    switch (frame.type()) {
      case 0 -> {
        model.received(id, frame.payload().length, frame.ends());
        call(id).received(frame.payload(), frame.ends());
      }
      case 1 -> {
        String path = frame.head().split(" ")[1];
        int call = Integer.parseInt(path.substring(1));
        model.opened(id, call, frame.ends());
        calls.get(call).begun(this, id, frame.ends());
      }
      case 3 -> wasReset(id, frame.error());
      case 4 -> acks -= frame.isAck() ? 1 : 0;
      case 6 -> pongs -= frame.isAck() ? 1 : 0;
      case 7 -> {
        boolean isFault = isExpected(0, frame.error());
        assertThat(isFault || (frame.error() == 0 && model.open() == 0))
            .as("%s without a reason", frame)
            .isTrue();
        model.end(BackendModel.Outcome.BROKEN);
      }
      case 8 -> model.granted(id, frame.number());
      default -> throw new AssertionError(frame.toString());
    }
  }

  private PlayedCall call(int stream) {
    return calls.get(model.streams().get(stream).call);
  }

  private boolean isExpected(int stream, int error) {
    Fault fault = expected;
    if (fault != null && fault.stream() == stream && fault.error() == error) {
      expected = null;
      return true;
    }
    return false;
  }

  private void wasReset(int id, int error) {
    Stream stream = model.streams().get(id);
    if (isExpected(id, error)) {
      return;
    }
    boolean ended = stream.headSent && stream.outcome != BackendModel.Outcome.RUNNING;
    switch (error) {
      case Http2Model.NO_ERROR ->
          assertThat(ended && !stream.requestEnded).as("the rest is of no use").isTrue();
      case Http2Model.PROTOCOL_ERROR ->
          assertThat(ended && stream.outcome == BackendModel.Outcome.BROKEN).as("cut").isTrue();
      case CANCEL -> assertThat(call(id).isGivenUp()).as("%s is cancelled", id).isTrue();
      default -> throw new AssertionError("RST_STREAM " + error);
    }
    assertThat(stream.reset).as("one RST_STREAM for %s", id).isFalse();
    stream.reset = true;
  }

  /** Everything is answered, and what the client gave up is reset. */
  void check() {
    assertThat(expected).as("a fault that is not answered").isNull();
    if (!isOpen()) {
      return;
    }
    assertThat(acks).isZero();
    assertThat(pongs).isZero();
    model
        .streams()
        .forEach(
            (id, stream) ->
                assertThat(stream.isOpen() && calls.get(stream.call).isGivenUp())
                    .as("stream %s of a client that is gone", id)
                    .isFalse());
  }
}
