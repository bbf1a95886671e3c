package io.porty.api.mode;

import io.porty.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one request or connection, and told to its route's meter at the end: times in
 * nanoseconds since its beginning, tries, and where it went. While nobody wants to know it does not
 * ask the clock. Used again for the next one; on its event loop.
 *
 * @since 0.2
 */
public final class StreamStats {

  private RouteMeter meter = RouteMeter.OFF;
  private boolean timed;
  private long startNanos;
  private long firstByteNanos;
  private int retries;
  private @Nullable Target target;

  /**
   * Begins.
   *
   * @param counting of the route, on this event loop
   * @param recorded whether times are wanted for a record, too
   */
  public void begin(RouteMeter counting, boolean recorded) {
    meter = counting;
    timed = recorded || meter.isOn();
    firstByteNanos = -1;
    retries = 0;
    target = null;
    if (timed) {
      startNanos = System.nanoTime();
      meter.began();
    }
  }

  /** Whether it is measured at all, and has not ended. */
  public boolean isTimed() {
    return timed;
  }

  /** The time so far; only while it is timed. */
  public long nanos() {
    return System.nanoTime() - startNanos;
  }

  /** It goes there. */
  public void routed(Target to) {
    target = to;
  }

  /** The target before could not be connected to; it goes there now. */
  public void failedOver(Target to) {
    target = to;
    retries++;
  }

  /** The request goes to the same target once more. */
  public void retried() {
    retries++;
  }

  /** The backend's first byte has come. */
  public void firstByte() {
    if (timed) {
      firstByteNanos = nanos();
    }
  }

  /**
   * Ends, and tells the meter; at most once for each {@link #begin}.
   *
   * @param status of a response; 0 where there is none
   * @param code why it failed; null if it did not
   * @return the whole time; 0 if it was not timed
   */
  public long end(int status, long fromClient, long toClient, @Nullable String code) {
    if (!timed) {
      return 0;
    }
    timed = false;
    long nanos = nanos();
    meter.ended(status, target, fromClient, toClient, firstByteNanos, nanos, code);
    return nanos;
  }

  /** Counts its route's traffic. */
  public RouteMeter meter() {
    return meter;
  }

  /** Where it goes, or went; null if that is not known. */
  public @Nullable Target target() {
    return target;
  }

  /** The same for people; empty if it is not known. */
  public String targetText() {
    return Objects.toString(target, "");
  }

  /** How often something was tried once more. */
  public int retries() {
    return retries;
  }

  /** -1 while the first byte has not come. */
  public long firstByteNanos() {
    return firstByteNanos;
  }
}
