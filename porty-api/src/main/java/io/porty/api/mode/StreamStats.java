package io.porty.api.mode;

import io.porty.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures one request or connection for its route's meter and record: times in nanoseconds since
 * its beginning, retries, and its target. It does not read the clock unless a meter or a record
 * needs it. Reusable; on one event loop.
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
  private int status;
  private long bytesFromClient;
  private long bytesToClient;
  private long totalNanos;
  private @Nullable String errorCode;

  /** Measures nothing before {@link #begin}. */
  public StreamStats() {}

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

  /** {@return whether times are measured, between {@link #begin} and {@link #end}} */
  public boolean isTimed() {
    return timed;
  }

  /** {@return nanoseconds since {@link #begin}; only while {@link #isTimed}} */
  public long nanos() {
    return System.nanoTime() - startNanos;
  }

  /**
   * The target is decided.
   *
   * @param to where it goes
   */
  public void routed(Target to) {
    target = to;
  }

  /**
   * The target before could not be connected to.
   *
   * @param to where it goes instead
   */
  public void failedOver(Target to) {
    target = to;
    retries++;
  }

  /** The request is sent to the same target again. */
  public void retried() {
    retries++;
  }

  /** The first byte of the backend has arrived. */
  public void firstByte() {
    if (timed) {
      firstByteNanos = nanos();
    }
  }

  /**
   * Ends, and reports to the meter; at most once for each {@link #begin}.
   *
   * @param ofResponse its status as HTTP has it; 0 for protocols without, or if there was none
   * @param fromClient bytes of the body, or all of them where there are no heads
   * @param toClient the same of the answer
   * @param code why it failed, a stable word; null if it did not
   * @return the whole time; 0 if it was not timed
   */
  public long end(int ofResponse, long fromClient, long toClient, @Nullable String code) {
    if (!timed) {
      return 0;
    }
    timed = false;
    status = ofResponse;
    bytesFromClient = fromClient;
    bytesToClient = toClient;
    totalNanos = nanos();
    errorCode = code;
    meter.ended(this);
    return totalNanos;
  }

  /** {@return the meter of {@link #begin}} */
  public RouteMeter meter() {
    return meter;
  }

  /** {@return where it goes or went; null if that is not known} */
  public @Nullable Target target() {
    return target;
  }

  /** {@return the target as text; empty if it is not known} */
  public String targetText() {
    return Objects.toString(target, "");
  }

  /** {@return attempts after the first one} */
  public int retries() {
    return retries;
  }

  /** {@return nanoseconds until the first byte; -1 while it has not arrived} */
  public long firstByteNanos() {
    return firstByteNanos;
  }

  // Complete after the end

  /** {@return the status of the response; 0 if there was none} */
  public int status() {
    return status;
  }

  /** {@return bytes received from the client} */
  public long bytesFromClient() {
    return bytesFromClient;
  }

  /** {@return bytes sent to the client} */
  public long bytesToClient() {
    return bytesToClient;
  }

  /** {@return nanoseconds from the beginning to the end} */
  public long totalNanos() {
    return totalNanos;
  }

  /** {@return why it failed, a stable word; null if it did not} */
  public @Nullable String errorCode() {
    return errorCode;
  }
}
