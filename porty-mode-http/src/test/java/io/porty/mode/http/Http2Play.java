package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.wire.Http2Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 and its backends in a {@link World}, with {@link Http2Model} beside them: each
 * frame is sent to Porty and told to the model, each answer is held against the model.
 */
final class Http2Play {

  static final int MAX_STREAMS = 5;

  private static final long STREAM_WINDOW = 65_536;

  final World world = new World(Map.of("max_streams", MAX_STREAMS, "upstream_max_connections", 20));
  final Http2Model model = new Http2Model(MAX_STREAMS, STREAM_WINDOW);
  private final Http2Calls calls = new Http2Calls(world);
  private final Http2Check check = new Http2Check(world, model, calls);

  Http2Play() {
    client().arrive(Http2Bytes.preface());
    send(4, 0, 0);
    check.expectAck();
    send(4, 1, 0);
    settle(null);
  }

  private Side client() {
    return world.client();
  }

  private void send(int type, int flags, int stream, byte... payload) {
    client().arrive(Http2Bytes.frame(type, flags, stream, payload));
  }

  boolean isOver() {
    return check.isOver();
  }

  private void settle(Http2Model.@Nullable Fault fault) {
    check.settle(fault);
  }

  // The client

  void headers(int id, boolean ends, boolean malformed) {
    String path = malformed ? "" : "/" + id;
    boolean isNew = id % 2 == 1 && id > model.last();
    byte[] block =
        isNew
            ? Http2Bytes.block(":method=POST", ":scheme=http", ":path=" + path, ":authority=a")
            : Http2Bytes.block(malformed ? "X=y" : "x=y");
    send(1, ends ? 5 : 4, id, block);
    settle(model.headers(id, ends, malformed));
  }

  void data(int id, int length, boolean ends) {
    Http2Call call = calls.find(id);
    byte[] content = Http2Call.letters(id, call == null ? 0 : call.uploadedBytes(), length);
    Http2Model.Stream stream = model.streams().get(id);
    boolean counts = stream != null && stream.state == Http2Model.State.OPEN;
    send(0, ends ? 1 : 0, id, content);
    Http2Model.Fault fault = model.data(id, length, ends);
    if (call != null && counts && fault == null) {
      call.uploads(content);
    }
    settle(fault);
  }

  void rstStream(int id) {
    send(3, 0, id, Http2Bytes.number(8));
    settle(model.rstStream(id));
  }

  void windowUpdate(int id, int bytes) {
    send(8, 0, id, Http2Bytes.number(bytes));
    settle(model.windowUpdate(id, bytes));
  }

  void initialWindow(long bytes) {
    byte[] payload = new byte[6];
    payload[1] = 4;
    System.arraycopy(Http2Bytes.number(bytes), 0, payload, 2, 4);
    send(4, 0, 0, payload);
    Http2Model.Fault fault = model.initialWindow(bytes);
    if (fault == null) {
      check.expectAck();
    }
    settle(fault);
  }

  void ping() {
    send(6, 0, 0, new byte[8]);
    check.expectPong();
    settle(null);
  }

  void ignored(int id) {
    send(2, 0, id | 1, new byte[5]);
    send(99, 255, id, new byte[3]);
    settle(null);
  }

  void priorityUpdate(int id) {
    send(16, 0, 0, 0, 0, 0, id, 'u', '=', '1');
    settle(model.priorityUpdate(id));
  }

  private void send(int type, int flags, int stream, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    send(type, flags, stream, bytes);
  }

  void goAway() {
    send(7, 0, 0, new byte[8]);
    model.goAway();
    settle(null);
  }

  void taking(boolean takes) {
    check.taking(takes);
    client().setTaking(takes);
    settle(null);
  }

  void pass(Duration time) {
    world.pass(time);
    settle(null);
  }

  void reload() {
    world.reload();
    settle(null);
  }

  // Backends

  void connect() {
    if (world.isDialing()) {
      world.connect();
      settle(null);
    }
  }

  void refuse() {
    if (world.isDialing()) {
      world.refuse();
      settle(null);
    }
  }

  void interim(int index) {
    calls.interim(index);
    settle(null);
  }

  void answer(int index, int length, boolean ends) {
    calls.answer(index, length, ends);
    settle(null);
  }

  void cut(int index) {
    calls.cut(index);
    settle(null);
  }

  void full(int index, boolean full) {
    calls.full(index, full);
    settle(null);
  }

  // The end

  /** The client takes everything, backends finish: each response is whole. */
  void finish() {
    taking(true);
    for (int left = calls.all().size() + 20; left > 0 && world.isDialing(); left--) {
      connect();
    }
    if (!isOver() && model.sendWindow() < 1 << 20) {
      windowUpdate(0, 1 << 20);
    }
    for (int id : List.copyOf(model.streams().keySet())) {
      Http2Model.Stream stream = model.streams().get(id);
      if (!isOver() && stream.isOpen() && stream.sendWindow < 1 << 20) {
        windowUpdate(id, 1 << 20);
      }
    }
    for (int id : List.copyOf(model.streams().keySet())) {
      if (!isOver() && model.streams().get(id).isOpen()) {
        finish(id);
      }
    }
  }

  private void finish(int id) {
    Http2Call call = calls.get(id);
    if (!call.isServed()) {
      return;
    }
    call.backend.setTaking(true);
    if (model.streams().get(id).state == Http2Model.State.OPEN) {
      data(id, 0, true);
    }
    calls.answer(call, 100, true);
    settle(null);
    assertThat(call.isWhole()).as("the response of %s is complete", id).isTrue();
  }

  /** Everything is given back. */
  void end() {
    client().arriveReset();
    world.pass(Duration.ofSeconds(6));
    calls.all().values().forEach(Http2Call::checkUpload);
    assertThat(world.faults).isEmpty();
    assertThat(world.metric("porty_h2_streams")).as("streams").isZero();
    assertThat(world.metric("porty_h2_connections")).as("connections").isZero();
    assertThat(world.isDialing()).as("dials").isFalse();
    assertThat(world.isAtRest()).as("connections, places and leases are given back").isTrue();
    assertThat(world.heldBytes()).as("bytes in buffers").isZero();
  }
}
