package io.porty.engine.runtime;

import io.netty.channel.EventLoop;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.transport.EventLoops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Binds what a generation listens on and the one before it does not: all of it, or nothing has
 * changed. A socket that is in the way because this process holds it gives way: the new one is
 * bound beside it, and the old one is closed when nobody waits to be accepted by it. Where the
 * transport cannot listen with both, the old one is closed first. Not for event loops: it waits.
 * docs/decisions/052.
 */
final class Rebinding {

  /** A loop that does not come round within this time is not waited for. */
  private static final long LOOP_MILLIS = 1_000;

  /** Clients may come faster than they can be accepted, and some have to be lost then. */
  private static final int MAX_ROUNDS = 64;

  private static final Diagnostics LOG = Diagnostics.of(Rebinding.class);

  private static final int MAX_ATTEMPTS = 20;
  private static final long ATTEMPT_NANOS = 5_000_000;

  private final ActiveConfig next;
  private final boolean isStart;
  private final Set<ListenerRuntime> served = seats();
  private final List<ListenerRuntime> going = new ArrayList<>();
  private final EventLoops loops;
  private final List<ListenerRuntime> bound = new ArrayList<>();
  private final Set<ListenerRuntime> closed = seats();

  /**
   * @param before what serves now; null at the start
   */
  Rebinding(ActiveConfig next, @Nullable ActiveConfig before, EventLoops loops) {
    this.next = next;
    this.loops = loops;
    this.isStart = before == null;
    if (before != null) {
      Set<ListenerRuntime> stay = seats();
      next.seated().stream().map(ActiveConfig.Seated::seat).forEach(stay::add);
      for (ActiveConfig.Seated one : before.seated()) {
        served.add(one.seat());
        if (one.seat().isMoving() || !stay.contains(one.seat())) {
          going.add(one.seat());
        }
      }
    }
  }

  private static Set<ListenerRuntime> seats() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  void bind() throws BindFailure, PluginException {
    List<ActiveConfig.Seated> late = new ArrayList<>();
    for (ActiveConfig.Seated one : next.seated()) {
      if (!isNew(one.seat())) {
        continue;
      }
      List<ListenerRuntime> inTheWay = inTheWayOf(one);
      inTheWay.forEach(seat -> seat.listener().share());
      try {
        bind(one);
      } catch (IOException e) {
        if (inTheWay.isEmpty()) {
          throw failed(one, e);
        }
        late.add(one);
      }
    }
    for (ActiveConfig.Seated one : late) {
      inTheWayOf(one).forEach(this::closeFirst);
      bindInPlace(one);
    }
  }

  /** A selector lets go of a socket that was closed when it selects again. */
  private void bindInPlace(ActiveConfig.Seated one) throws BindFailure, PluginException {
    for (int attempt = 1; ; attempt++) {
      one.seat().makeAgain(false);
      try {
        bind(one);
        return;
      } catch (IOException e) {
        if (attempt == MAX_ATTEMPTS || !BindFailure.isInUse(e)) {
          throw failed(one, e);
        }
        LockSupport.parkNanos(ATTEMPT_NANOS);
        round();
      }
    }
  }

  private boolean isNew(ListenerRuntime seat) {
    return isStart || seat.isMoving() || !served.contains(seat);
  }

  /** Those of the generation before whose sockets do not stay. */
  private List<ListenerRuntime> inTheWayOf(ActiveConfig.Seated one) {
    return going.stream().filter(seat -> seat.isInTheWayOf(one.group().config())).toList();
  }

  private void bind(ActiveConfig.Seated one) throws IOException, PluginException {
    try {
      one.seat().bind();
      bound.add(one.seat());
    } catch (PluginFault e) {
      undo();
      throw new PluginException(e.messageFor(one.group().config().place()));
    }
  }

  private void closeFirst(ListenerRuntime seat) {
    if (closed.add(seat)) {
      empty(seat, seat.listener());
    }
  }

  private BindFailure failed(ActiveConfig.Seated one, IOException why) {
    String holder = one.seat().listenerToBind().holder();
    undo();
    return BindFailure.of(one.group().config(), why, holder);
  }

  /** What serves goes on where it was. */
  private void undo() {
    for (ListenerRuntime seat : bound) {
      if (seat.isMoving()) {
        seat.stay();
      } else {
        seat.stopAccepting();
      }
    }
    next.seated().forEach(one -> one.seat().stay());
    closed.forEach(this::reopen);
    going.forEach(seat -> seat.listener().shareNoMore());
  }

  private void reopen(ListenerRuntime seat) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        seat.reopen();
        return;
      } catch (IOException | PluginFault e) {
        if (attempt == MAX_ATTEMPTS) {
          LOG.error("{} cannot be listened on again: {}", seat.listener().place(), e.getMessage());
        }
        LockSupport.parkNanos(ATTEMPT_NANOS);
        round();
      }
    }
  }

  /**
   * The next generation serves: sockets that have given way are closed.
   *
   * @param left the former listeners of seats that have moved
   */
  void finish(List<Left> left) {
    for (Left one : left) {
      empty(one.seat(), one.listener());
      one.seat().listener().shareNoMore();
    }
    left.forEach(one -> going.remove(one.seat()));
    for (ListenerRuntime seat : going) {
      boolean isFollowed =
          next.seated().stream().anyMatch(one -> seat.isInTheWayOf(one.group().config()));
      if (isFollowed) {
        empty(seat, seat.listener());
      }
    }
  }

  /** A listener that another one of its seat has taken the place of. */
  record Left(ListenerRuntime seat, BoundListener listener) {}

  /** Closes a listener when nobody waits to be accepted by it. */
  private void empty(ListenerRuntime seat, BoundListener listener) {
    seat.admitAll(listener);
    long accepted = -1;
    for (int i = 0; i < MAX_ROUNDS && accepted != seat.accepted(); i++) {
      accepted = seat.accepted();
      // The first time round what was asked for is done, the second time what had come till then.
      round();
      round();
    }
    listener.closeWhenEmpty();
    seat.admitByLimits();
  }

  private void round() {
    for (EventLoop loop : loops.all()) {
      loop.submit(() -> {}).awaitUninterruptibly(LOOP_MILLIS);
    }
  }
}
