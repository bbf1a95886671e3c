package io.porty.net.opening;

import io.netty.channel.EventLoop;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what handshakes take of one event loop, so that a flood of them does not starve traffic:
 * so many are under way ({@link HandshakeSlots}); so many are computed in one round of the loop (a
 * full handshake takes 0.3 ms, other messages are nothing beside it); and all loops together keep
 * to a {@link HandshakeRate}, and those of a listener to its own. Who waits takes turns with other
 * listeners and clients. On its event loop.
 */
public final class HandshakeScheduler {

  /** Handshakes computed before the loop serves other connections: 5 ms. */
  public static final int MAX_PER_ROUND = 16;

  private final EventLoop loop;
  private final HandshakeRate rate;
  private final HandshakeSlots slots = new HandshakeSlots();

  /** Of those listeners that have handshakes waiting. */
  private final Map<HandshakeRate, RateGate> gates = new IdentityHashMap<>();

  private final FairQueue<Runnable> turns = new FairQueue<>();
  private int inRound;
  private boolean roundEnds;
  private boolean timed;

  public HandshakeScheduler(EventLoop loop, HandshakeRate rate) {
    this.loop = loop;
    this.rate = rate;
  }

  /** Begins a handshake now, or when another one has left. It calls {@link #leave} in the end. */
  void enter(HandshakeOrigin origin, Runnable begin) {
    HandshakeRate own = origin.rate();
    RateGate gate = gates.get(own);
    if (gate == null && own.take() == 0) {
      slots.enter(origin, begin);
      return;
    }
    if (gate == null) {
      gate = new RateGate(loop, own, slots, () -> gates.remove(own));
      gates.put(own, gate);
    }
    gate.enter(origin, begin);
  }

  /** One that waits to enter will not. */
  void cancelEntering(HandshakeOrigin origin, Runnable begin) {
    RateGate gate = gates.get(origin.rate());
    if (gate != null) {
      gate.cancel(origin, begin);
    }
    slots.cancel(origin, begin);
  }

  /** One that waits to be computed, if it does, will not be. */
  void cancelTurn(HandshakeOrigin origin, Runnable handshake) {
    turns.remove(origin, handshake);
  }

  /** A handshake has ended. */
  void leave(HandshakeOrigin origin) {
    slots.leave(origin);
  }

  /** Computes a handshake in this round of the loop, or in a later one. */
  void compute(HandshakeOrigin origin, Runnable handshake) {
    if (turns.isEmpty() && inRound < MAX_PER_ROUND && rate.take() == 0) {
      run(handshake);
    } else {
      turns.add(origin, handshake);
      if (inRound < MAX_PER_ROUND) {
        runTurns();
      }
    }
  }

  /** Whether who waits to enter does so because of the rate of its listener. */
  boolean keepsFromEntering(HandshakeOrigin origin, Runnable begin) {
    RateGate gate = gates.get(origin.rate());
    return gate != null && gate.holds(origin, begin);
  }

  /** Whether who waits to be computed does so because of the rate of all listeners. */
  boolean keepsFromComputing() {
    return timed;
  }

  /** How many listeners have handshakes that wait for their rate. */
  int gates() {
    return gates.size();
  }

  /** One that was computed has resumed a session. */
  void resumed(HandshakeOrigin origin) {
    rate.giveBack();
    origin.rate().giveBack();
  }

  private void run(Runnable handshake) {
    inRound++;
    if (!roundEnds) {
      roundEnds = true;
      loop.execute(this::nextRound);
    }
    handshake.run();
  }

  private void nextRound() {
    roundEnds = false;
    inRound = 0;
    runTurns();
  }

  private void runTurns() {
    while (inRound < MAX_PER_ROUND && !turns.isEmpty() && !timed) {
      long wait = rate.take();
      if (wait > 0) {
        timed = true;
        loop.schedule(this::onTime, wait, TimeUnit.NANOSECONDS);
        return;
      }
      Runnable next = turns.poll();
      if (next != null) {
        run(next);
      }
    }
  }

  private void onTime() {
    timed = false;
    runTurns();
  }
}
