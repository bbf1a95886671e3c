package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.Http2Answers.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what Porty sends to the client of an {@link Http2Play} against the model. */
final class Http2Check {

  private final World world;
  private final Http2Model model;
  private final Http2Calls calls;
  private final Http2Answers answers = new Http2Answers();
  private boolean taking = true;
  private boolean over;
  private int pongs;
  private int acks;

  Http2Check(World world, Http2Model model, Http2Calls calls) {
    this.world = world;
    this.model = model;
    this.calls = calls;
  }

  /** Whether Porty has ended the connection. */
  boolean isOver() {
    return over;
  }

  void expectAck() {
    acks++;
  }

  void expectPong() {
    pongs++;
  }

  void taking(boolean takes) {
    taking = takes;
  }

  /**
   * Lets everything arrive, and reads what Porty has sent.
   *
   * @param fault that has to be answered; null for none
   */
  void settle(Http2Model.@Nullable Fault fault) {
    for (int i = 0; i < 4; i++) {
      world.round();
      calls.know();
      model.streams().keySet().forEach(calls::get);
    }
    List<Frame> frames = answers.read(world.client().sent());
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
    switch (frame.type()) {
      case 0, 1 -> message(frame, toReset);
      case 3 -> reset(calls.get(id), frame, toReset);
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

  private void message(Frame frame, List<Integer> toReset) {
    int id = frame.stream();
    Http2Model.Stream stream = model.streams().get(id);
    assertThat(stream).isNotNull();
    assertThat(stream.isOpen()).as("%s on an open stream", frame).isTrue();
    if (frame.type() == 1) {
      calls.get(id).head(frame);
    } else {
      model.sent(id, frame.payload().length);
      calls.get(id).content(frame);
    }
    if (frame.ends() && model.ended(id)) {
      toReset.add(id);
    }
  }

  private void reset(Http2Call call, Frame frame, List<Integer> toReset) {
    if (frame.error() == Http2Model.NO_ERROR) {
      assertThat(toReset.remove((Integer) frame.stream())).as(frame.toString()).isTrue();
    } else {
      assertThat(frame.error()).as(frame.toString()).isEqualTo(2);
      assertThat(call.cut).as("%s of a response that is not cut", frame).isTrue();
      assertThat(model.streams().get(frame.stream()).isOpen()).as(frame.toString()).isTrue();
      model.aborted(frame.stream());
    }
  }

  private void check() {
    assertThat(world.metric("porty_h2_streams")).as("open streams").isEqualTo(model.open());
    assertThat(pongs).isZero();
    assertThat(acks).isZero();
    if (taking) {
      windowsAreUsed();
    }
  }

  /** A client that takes everything has what both windows have room for. */
  private void windowsAreUsed() {
    long waiting = 0;
    for (Map.Entry<Integer, Http2Call> entry : calls.all().entrySet()) {
      waiting += isOpen(entry.getKey()) ? entry.getValue().waiting() : 0;
    }
    for (Map.Entry<Integer, Http2Call> entry : calls.all().entrySet()) {
      Http2Call call = entry.getValue();
      if (!isOpen(entry.getKey()) || !call.isInOrder()) {
        continue;
      }
      int own = call.waiting();
      if (model.streams().get(entry.getKey()).sendWindow >= own && model.sendWindow() >= waiting) {
        assertThat(own).as("bytes of %s that both windows take", entry.getKey()).isZero();
        assertThat(call.answered).as("the end of %s", entry.getKey()).isNotEqualTo(call.declared);
      }
    }
  }

  private boolean isOpen(int id) {
    Http2Model.Stream stream = model.streams().get(id);
    return stream != null && stream.isOpen();
  }
}
