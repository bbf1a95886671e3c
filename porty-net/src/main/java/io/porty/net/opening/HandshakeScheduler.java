package io.porty.net.opening;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/**
 * Bounds what handshakes take of one event loop, so that a flood of them does not starve traffic:
 * so many are under way, the others wait unread; and so many are computed in one round of the loop
 * (a full handshake takes 0.3 ms, other messages are nothing beside it). On its event loop.
 */
public final class HandshakeScheduler {

  /** Handshakes under way on one event loop. */
  public static final int MAX_UNDER_WAY = 256;

  /** Handshakes computed before the loop serves other connections: 5 ms. */
  public static final int MAX_PER_ROUND = 16;

  private final EventLoop loop;
  private final ArrayDeque<Runnable> entering = new ArrayDeque<>();
  private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
  private int underWay;
  private int inRound;
  private boolean roundEnds;

  public HandshakeScheduler(EventLoop loop) {
    this.loop = loop;
  }

  /** Begins an opening now, or when another one has left. It calls {@link #leave} in the end. */
  void enter(Runnable begin) {
    if (underWay < MAX_UNDER_WAY) {
      underWay++;
      begin.run();
    } else {
      entering.add(begin);
    }
  }

  /** One that waits will not begin. */
  void cancel(Runnable begin) {
    entering.remove(begin);
  }

  /** An opening has ended. */
  void leave() {
    Runnable next = entering.poll();
    if (next == null) {
      underWay--;
    } else {
      next.run();
    }
  }

  /** Computes a handshake in this round of the loop, or in a later one. */
  void compute(Runnable handshake) {
    if (inRound < MAX_PER_ROUND) {
      inRound++;
      endRound();
      handshake.run();
    } else {
      turns.add(handshake);
    }
  }

  private void endRound() {
    if (!roundEnds) {
      roundEnds = true;
      loop.execute(this::nextRound);
    }
  }

  private void nextRound() {
    roundEnds = false;
    inRound = 0;
    while (inRound < MAX_PER_ROUND && !turns.isEmpty()) {
      inRound++;
      endRound();
      turns.remove().run();
    }
  }

  /** Handshakes under way, those that wait not counted. */
  int underWay() {
    return underWay;
  }
}
