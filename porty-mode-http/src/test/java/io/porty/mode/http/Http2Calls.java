package io.porty.mode.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The requests of an {@link Http2Play} and their backends of HTTP/1, one connection for each. */
final class Http2Calls {

  private final World world;
  private final Map<Integer, Http2Call> calls = new TreeMap<>();
  private final Map<Side, Integer> streamOf = new HashMap<>();

  Http2Calls(World world) {
    this.world = world;
  }

  Map<Integer, Http2Call> all() {
    return calls;
  }

  @Nullable Http2Call find(int stream) {
    return calls.get(stream);
  }

  Http2Call get(int stream) {
    return calls.computeIfAbsent(stream, Http2Call::new);
  }

  /** Which backend has which request. */
  void know() {
    for (Side backend : world.backends()) {
      if (!streamOf.containsKey(backend)) {
        List<SecondOpinion.Message> requests = SecondOpinion.requests(backend.sent());
        if (!requests.isEmpty()) {
          int id = Integer.parseInt(requests.get(0).startLine.substring("POST /".length()));
          streamOf.put(backend, id);
          get(id).backend = backend;
        }
      }
    }
  }

  private @Nullable Http2Call serving(int index) {
    List<Http2Call> serving = calls.values().stream().filter(Http2Call::isServed).toList();
    return serving.isEmpty() ? null : serving.get(index % serving.size());
  }

  // What backends do

  void interim(int index) {
    Http2Call call = serving(index);
    if (call != null && call.declared < 0) {
      call.backend.arrive("HTTP/1.1 103 Early Hints\r\n\r\n");
    }
  }

  void answer(int index, int length, boolean ends) {
    Http2Call call = serving(index);
    if (call != null) {
      answer(call, length, ends);
    }
  }

  /** Begins to answer, or goes on. */
  void answer(Http2Call call, int length, boolean ends) {
    if (call.declared < 0) {
      call.declared = 2 * length;
      String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ";
      call.backend.arrive(head + call.declared + "\r\n\r\n");
    }
    int left = call.declared - call.answered;
    int part = ends ? left : Math.min(left, length);
    call.backend.arrive(Http2Call.letters(streamOf.get(call.backend), call.answered, part));
    call.answered += part;
  }

  void cut(int index) {
    Http2Call call = serving(index);
    if (call != null && (call.declared < 0 || call.answered < call.declared)) {
      call.cut = true;
      call.backend.arriveReset();
    }
  }

  void full(int index, boolean full) {
    Http2Call call = serving(index);
    if (call != null) {
      call.backend.setTaking(!full);
    }
  }
}
