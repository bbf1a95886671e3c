package io.porty.mode.http.listener;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.HttpDate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coarse clock of one event loop, which spares requests timers of their own: counts ticks of
 * {@link HttpRoute#TICK_MILLIS} while there are connections. On its loop.
 */
public final class LoopClock {

  private static final int TICKS_IN_SECOND = 1000 / HttpRoute.TICK_MILLIS;

  /** Called at each tick. */
  public interface Ticking {
    void tick(int now);

    /** Whether the clock may stop until {@link #start}. */
    boolean isAtRest();
  }

  private final EventLoop loop;
  private int now;
  private int dateAt = -TICKS_IN_SECOND;
  private byte[] date = new byte[0];
  private @Nullable Future<?> timer;

  public LoopClock(EventLoop loop) {
    this.loop = loop;
  }

  public EventLoop eventLoop() {
    return loop;
  }

  /** The current tick; only differences are meaningful. */
  public int now() {
    return now;
  }

  /** The Date line of the current second. */
  public byte[] date() {
    if (now - dateAt >= TICKS_IN_SECOND) {
      dateAt = now;
      date = HttpDate.line(System.currentTimeMillis() / 1000);
    }
    return date;
  }

  /**
   * Ticks until {@link Ticking#isAtRest}. Scheduled with a fixed delay: the time for which an event
   * loop was blocked does not count towards timeouts.
   */
  public void start(Ticking ticking) {
    if (timer == null) {
      timer =
          loop.scheduleWithFixedDelay(
              () -> tick(ticking),
              HttpRoute.TICK_MILLIS,
              HttpRoute.TICK_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void tick(Ticking ticking) {
    now++;
    ticking.tick(now);
    Future<?> running = timer;
    if (running != null && ticking.isAtRest()) {
      running.cancel(false);
      timer = null;
      dateAt = now - TICKS_IN_SECOND;
    }
  }
}
