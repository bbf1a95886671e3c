package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.Http2Answers.Frame;
import io.porty.wire.Http2Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 and its backends in a {@link World}, with {@link Http2Model} beside them: each
 * frame is sent to Porty and told to the model, each answer is held against the model.
 */
final class Http2Play {

  static final int MAX_STREAMS = 5;

  private static final long STREAM_WINDOW = 65_536;

  /** What is known of the message exchange of a stream beside its state. */
  private static final class Call {
    private final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();
    private @Nullable Side backend;
    private int declared = -1;
    private int answered;
    private int got;
    private boolean cut;
    private boolean headSeen;
    private boolean own;
    private boolean endSeen;
  }

  final World world = new World(Map.of("max_streams", MAX_STREAMS, "upstream_max_connections", 20));
  final Http2Model model = new Http2Model(MAX_STREAMS, STREAM_WINDOW);
  private final Http2Answers answers = new Http2Answers();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final Map<Side, Integer> streamOf = new HashMap<>();
  private boolean taking = true;
  private boolean over;
  private int pongs;
  private int acks;

  Http2Play() {
    client().arrive(Http2Bytes.preface());
    send(4, 0, 0);
    acks++;
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
    return over;
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
    byte[] content = new byte[length];
    Call call = calls.get(id);
    int from = call == null ? 0 : call.uploaded.size();
    for (int i = 0; i < length; i++) {
      content[i] = letter(id, from + i);
    }
    Http2Model.Stream stream = model.streams().get(id);
    boolean counts = stream != null && stream.state == Http2Model.State.OPEN;
    send(0, ends ? 1 : 0, id, content);
    Http2Model.Fault fault = model.data(id, length, ends);
    if (call != null && counts && fault == null) {
      call.uploaded.writeBytes(content);
    }
    settle(fault);
  }

  private static byte letter(int id, int at) {
    return (byte) ('a' + (id + at) % 26);
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
    acks += fault == null ? 1 : 0;
    settle(fault);
  }

  void ping() {
    send(6, 0, 0, new byte[8]);
    pongs++;
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
    taking = takes;
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

  private @Nullable Call serving(int index) {
    List<Call> serving =
        calls.values().stream()
            .filter(call -> call.backend != null && call.backend.isOpen() && !call.cut)
            .toList();
    return serving.isEmpty() ? null : serving.get(index % serving.size());
  }

  void interim(int index) {
    Call call = serving(index);
    if (call != null && call.declared < 0) {
      call.backend.arrive("HTTP/1.1 103 Early Hints\r\n\r\n");
      settle(null);
    }
  }

  /** Begins to answer, or goes on. */
  void answer(int index, int length, boolean ends) {
    Call call = serving(index);
    if (call == null) {
      return;
    }
    if (call.declared < 0) {
      call.declared = 2 * length;
      String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ";
      call.backend.arrive(head + call.declared + "\r\n\r\n");
    }
    int left = call.declared - call.answered;
    int part = ends ? left : Math.min(left, length);
    byte[] content = new byte[part];
    int id = streamOf.get(call.backend);
    for (int i = 0; i < part; i++) {
      content[i] = letter(id, call.answered + i);
    }
    call.answered += part;
    call.backend.arrive(content);
    settle(null);
  }

  void cut(int index) {
    Call call = serving(index);
    if (call != null && (call.declared < 0 || call.answered < call.declared)) {
      call.cut = true;
      call.backend.arriveReset();
      settle(null);
    }
  }

  void full(int index, boolean full) {
    Call call = serving(index);
    if (call != null) {
      call.backend.setTaking(!full);
      settle(null);
    }
  }

  // What comes of it

  /** Lets everything arrive, and holds what Porty sends against the model. */
  private void settle(Http2Model.@Nullable Fault fault) {
    for (int i = 0; i < 4; i++) {
      world.round();
      know();
    }
    List<Frame> frames = answers.read(client().sent());
    boolean seen = fault == null;
    List<Integer> toReset = new ArrayList<>();
    for (Frame frame : frames) {
      assertThat(over).as("%s behind the last GOAWAY", frame).isFalse();
      if (!seen && isFault(frame, fault)) {
        seen = true;
        over |= fault.stream() == 0;
      } else {
        take(frame, toReset);
      }
    }
    assertThat(seen).as("%s is answered, with %s", fault, frames).isTrue();
    assertThat(toReset).as("complete responses, whose requests are not").isEmpty();
    assertThat(world.faults).isEmpty();
    if (!over) {
      check();
    }
  }

  private static boolean isFault(Frame frame, Http2Model.Fault fault) {
    int type = fault.stream() == 0 ? 7 : 3;
    return frame.type() == type
        && frame.stream() == fault.stream()
        && frame.error() == fault.error();
  }

  private void take(Frame frame, List<Integer> toReset) {
    int id = frame.stream();
    Call call = calls.computeIfAbsent(id, key -> new Call());
    Http2Model.Stream stream = model.streams().get(id);
    switch (frame.type()) {
      case 0, 1 -> {
        assertThat(stream).isNotNull();
        assertThat(stream.isOpen()).as("%s on an open stream", frame).isTrue();
        if (frame.type() == 1) {
          head(call, frame);
        } else {
          content(call, frame);
        }
        if (frame.ends()) {
          call.endSeen = true;
          if (model.ended(id)) {
            toReset.add(id);
          }
        }
      }
      case 3 -> reset(call, frame, toReset);
      case 4 -> acks -= frame.isAck() ? 1 : 0;
      case 6 -> pongs--;
      case 7 -> {
        assertThat(frame.error()).as("%s without a reason", frame).isEqualTo(Http2Model.NO_ERROR);
        assertThat(model.isLeaving()).as("%s without a reason", frame).isTrue();
        over = model.open() == 0;
      }
      case 8 -> model.granted(id, frame.number());
      default -> throw new AssertionError(frame.toString());
    }
  }

  private void reset(Call call, Frame frame, List<Integer> toReset) {
    if (frame.error() == Http2Model.NO_ERROR) {
      assertThat(toReset.remove((Integer) frame.stream())).as(frame.toString()).isTrue();
    } else {
      assertThat(frame.error()).as(frame.toString()).isEqualTo(2);
      assertThat(call.cut).as("%s of a response that is not cut", frame).isTrue();
      assertThat(model.streams().get(frame.stream()).isOpen()).as(frame.toString()).isTrue();
      model.aborted(frame.stream());
    }
  }

  private static void head(Call call, Frame frame) {
    if (frame.head().startsWith("103")) {
      assertThat(frame.ends() || call.headSeen).isFalse();
      return;
    }
    assertThat(call.headSeen).as("one head: %s", frame).isFalse();
    call.headSeen = true;
    call.own = frame.head().startsWith("5");
    assertThat(call.own || call.declared >= 0 && frame.head().startsWith("200"))
        .as(frame.toString())
        .isTrue();
  }

  private void content(Call call, Frame frame) {
    model.sent(frame.stream(), frame.payload().length);
    assertThat(call.headSeen).isTrue();
    for (byte b : frame.payload()) {
      assertThat(call.own || b == letter(frame.stream(), call.got)).isTrue();
      call.got++;
    }
    assertThat(call.own || call.got <= call.answered).isTrue();
    assertThat(call.own || !frame.ends() || call.got == call.declared).isTrue();
  }

  /** Which backend has which request. */
  private void know() {
    for (Side backend : world.backends()) {
      if (!streamOf.containsKey(backend)) {
        List<SecondOpinion.Message> requests = SecondOpinion.requests(backend.sent());
        if (!requests.isEmpty()) {
          int id = Integer.parseInt(requests.get(0).startLine.substring("POST /".length()));
          streamOf.put(backend, id);
          calls.computeIfAbsent(id, key -> new Call()).backend = backend;
        }
      }
    }
    model.streams().keySet().forEach(id -> calls.computeIfAbsent(id, key -> new Call()));
  }

  private void check() {
    assertThat(world.metric("porty_h2_streams")).as("open streams").isEqualTo(model.open());
    assertThat(pongs).isZero();
    assertThat(acks).isZero();
    if (!taking) {
      return;
    }
    long waiting = 0;
    for (Map.Entry<Integer, Call> entry : calls.entrySet()) {
      Http2Model.Stream stream = model.streams().get(entry.getKey());
      waiting += stream != null && stream.isOpen() ? waiting(entry.getValue()) : 0;
    }
    for (Map.Entry<Integer, Call> entry : calls.entrySet()) {
      Http2Model.Stream stream = model.streams().get(entry.getKey());
      Call call = entry.getValue();
      if (stream == null || !stream.isOpen() || call.cut || call.own) {
        continue;
      }
      int own = waiting(call);
      if (stream.sendWindow >= own && model.sendWindow() >= waiting) {
        assertThat(own).as("bytes of %s that both windows take", entry.getKey()).isZero();
        assertThat(call.answered).as("the end of %s", entry.getKey()).isNotEqualTo(call.declared);
      }
    }
  }

  private static int waiting(Call call) {
    return call.own ? 0 : call.answered - call.got;
  }

  /** The client takes everything, backends finish: each response is whole. */
  void finish() {
    taking(true);
    for (int left = calls.size() + 20; left > 0 && world.isDialing(); left--) {
      connect();
    }
    if (!over && model.sendWindow() < 1 << 20) {
      windowUpdate(0, 1 << 20);
    }
    for (int id : List.copyOf(model.streams().keySet())) {
      Http2Model.Stream stream = model.streams().get(id);
      if (!over && stream.isOpen() && stream.sendWindow < 1 << 20) {
        windowUpdate(id, 1 << 20);
      }
    }
    for (int id : List.copyOf(model.streams().keySet())) {
      Call call = calls.get(id);
      if (over || !model.streams().get(id).isOpen()) {
        continue;
      }
      if (call.backend != null && call.backend.isOpen() && !call.cut) {
        call.backend.setTaking(true);
        if (model.streams().get(id).state == Http2Model.State.OPEN) {
          data(id, 0, true);
        }
        answerAll(call);
        assertThat(call.endSeen).as("the response of %s is complete", id).isTrue();
      }
    }
  }

  private void answerAll(Call call) {
    List<Call> serving =
        calls.values().stream()
            .filter(c -> c.backend != null && c.backend.isOpen() && !c.cut)
            .toList();
    answer(serving.indexOf(call), 100, true);
  }

  /** Everything is given back. */
  void end() {
    client().arriveReset();
    world.pass(Duration.ofSeconds(6));
    for (Map.Entry<Side, Integer> entry : streamOf.entrySet()) {
      uploaded(entry.getKey(), entry.getValue());
    }
    assertThat(world.faults).isEmpty();
    assertThat(world.metric("porty_h2_streams")).as("streams").isZero();
    assertThat(world.metric("porty_h2_connections")).as("connections").isZero();
    assertThat(world.isDialing()).as("dials").isFalse();
    assertThat(world.isAtRest()).as("connections, places and leases are given back").isTrue();
    assertThat(world.heldBytes()).as("bytes in buffers").isZero();
  }

  private void uploaded(Side backend, int id) {
    List<SecondOpinion.Message> requests = SecondOpinion.requests(backend.sent());
    assertThat(requests).hasSize(1);
    SecondOpinion.Message request = requests.get(0);
    String sent = Http2Answers.text(calls.get(id).uploaded.toByteArray());
    assertThat(sent).as("the upload of %s", id).startsWith(request.body.toString());
    if (request.complete) {
      assertThat(request.body.toString()).isEqualTo(sent);
    }
  }
}
