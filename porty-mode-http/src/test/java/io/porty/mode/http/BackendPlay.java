package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.mode.http.Http2Answers.Frame;
import io.porty.wire.Http2Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 and backends of HTTP/2 in a {@link World}: each connection to a backend has a
 * model of its own, each request is a {@link PlayedCall}. The client opens its windows wide.
 */
final class BackendPlay {

  private static final int MAX_WINDOW = Integer.MAX_VALUE;
  private static final int MAX_STREAMS = 50;

  final World world =
      new World(Map.of("max_streams", MAX_STREAMS, "upstream_max_connections", MAX_STREAMS));
  final Map<Integer, PlayedCall> calls = new TreeMap<>();
  private final List<BackendLink> links = new ArrayList<>();
  private final Http2Answers answers = new Http2Answers();
  private int next = 1;

  BackendPlay() {
    Target target = Target.parse("h2c://backend.example:80");
    world.decides = () -> Decision.to(target, "model");
    client(Http2Bytes.preface());
    client(Http2Bytes.frame(4, 0, 0, new byte[] {0, 4, 0x7f, -1, -1, -1}));
    client(Http2Bytes.frame(4, 1, 0));
    client(Http2Bytes.frame(8, 0, 0, Http2Bytes.number(MAX_WINDOW - 65_535)));
    settle();
  }

  private void client(byte[] bytes) {
    world.client().arrive(bytes);
  }

  // The client

  void request(boolean hasBody) {
    int id = next;
    next += 2;
    calls.put(id, new PlayedCall(id, hasBody));
    String method = hasBody ? "POST" : "GET";
    byte[] block =
        Http2Bytes.block(":method=" + method, ":scheme=http", ":path=/" + id, ":authority=a");
    client(Http2Bytes.frame(1, hasBody ? 4 : 5, id, block));
    settle();
  }

  void upload(int index, int length, boolean ends) {
    List<Integer> open = calls.keySet().stream().filter(id -> calls.get(id).isUploading()).toList();
    if (!open.isEmpty()) {
      int id = open.get(index % open.size());
      client(Http2Bytes.frame(0, ends ? 1 : 0, id, calls.get(id).upload(length, ends)));
      settle();
    }
  }

  void giveUp(int index) {
    List<Integer> open = calls.keySet().stream().filter(id -> !calls.get(id).isOver()).toList();
    if (!open.isEmpty()) {
      int id = open.get(index % open.size());
      client(Http2Bytes.frame(3, 0, id, Http2Bytes.number(8)));
      calls.get(id).giveUp();
      settle();
    }
  }

  void taking(boolean takes) {
    world.client().setTaking(takes);
    settle();
  }

  // The network

  void connect() {
    if (world.isDialing()) {
      world.connect();
      links.add(new BackendLink(world.backends().get(world.backends().size() - 1), calls));
      settle();
    }
  }

  void refuse() {
    if (world.isDialing()) {
      calls.values().forEach(PlayedCall::mayFail);
      world.refuse();
      settle();
    }
  }

  void pass(Duration time) {
    calls.values().forEach(PlayedCall::mayFail);
    world.pass(time);
    settle();
  }

  void reload() {
    world.reload();
    settle();
  }

  // Backends

  /** An open connection whose backend has sent SETTINGS; null if there is none. */
  @Nullable BackendLink link(int index) {
    List<BackendLink> open = links.stream().filter(BackendLink::isOpen).toList();
    if (open.isEmpty()) {
      return null;
    }
    BackendLink link = open.get(index % open.size());
    if (link.begins()) {
      settle();
    }
    return link;
  }

  // What comes of it

  void settle() {
    for (int i = 0; i < 4; i++) {
      world.nextRound();
    }
    links.forEach(BackendLink::read);
    for (Frame frame : answers.read(world.client().sent())) {
      take(frame);
    }
    assertThat(world.faults).isEmpty();
    links.forEach(BackendLink::check);
  }

  private void take(Frame frame) {
    switch (frame.type()) {
      case 0, 1 -> calls.get(frame.stream()).take(frame);
      case 3 -> {
        PlayedCall call = calls.get(frame.stream());
        if (frame.error() == Http2Model.NO_ERROR) {
          assertThat(call.isOver()).as("%s behind the end", frame).isTrue();
        } else {
          call.take(frame);
        }
      }
      case 4, 8 -> {}
      default -> throw new AssertionError(frame.toString());
    }
  }

  /** Everything that can be ended is; the client has the whole of it. */
  void finish() {
    taking(true);
    for (int i = 0; i < 2 * calls.size() + 20 && !isDone(); i++) {
      connect();
      links.forEach(link -> link.taking(true));
      for (PlayedCall call : List.copyOf(calls.values())) {
        BackendLink at = call.link();
        if (at != null) {
          end(call, at);
        }
      }
    }
    calls.values().forEach(PlayedCall::check);
    assertThat(isDone()).as("every request has come to an end").isTrue();
  }

  private boolean isDone() {
    return calls.values().stream().allMatch(PlayedCall::isOver);
  }

  private void end(PlayedCall call, BackendLink at) {
    if (at.begins()) {
      settle();
    }
    BackendModel.Stream stream = at.model.streams().get(call.stream());
    if (!stream.headSent) {
      at.head(call.stream(), 200, -1, true);
    } else if (stream.declared < 0) {
      at.data(call.stream(), 0, true);
    } else {
      at.reset(call.stream(), 2);
    }
    settle();
  }

  /** Everything is given back. */
  void end() {
    world.client().arriveReset();
    calls.values().forEach(PlayedCall::giveUp);
    world.pass(Duration.ofSeconds(6));
    assertThat(world.faults).isEmpty();
    for (String metric : List.of("porty_h2_streams", "porty_upstream_h2_streams")) {
      assertThat(world.metric(metric)).as(metric).isZero();
    }
    assertThat(world.metric("porty_upstream_h2_connections")).as("connections").isZero();
    assertThat(world.isDialing()).as("dials").isFalse();
    assertThat(world.isAtRest()).as("connections, places and leases are given back").isTrue();
    assertThat(world.heldBytes()).as("bytes in buffers").isZero();
  }
}
