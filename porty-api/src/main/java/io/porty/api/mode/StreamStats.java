package io.porty.api.mode;

import io.porty.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures a request or connection for metrics and access log records: times in nanoseconds since
 * its start, retries, and its target. Reads the clock only if a meter or record needs it. Reusable;
 * for one event loop.
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
  private int grpcStatus = -1;

  /** Measures nothing before {@link #begin}. */
  public StreamStats() {}

  /**
   * Starts a measurement.
   *
   * @param counting the meter of the route and event loop
   * @param recorded whether a record needs times
   */
  public void begin(RouteMeter counting, boolean recorded) {
    meter = counting;
    timed = recorded || meter.isOn();
    firstByteNanos = -1;
    retries = 0;
    target = null;
    grpcStatus = -1;
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
   * The request was routed.
   *
   * @param to the target
   */
  public void routed(Target to) {
    target = to;
  }

  /**
   * The previous target could not be connected.
   *
   * @param to the next target
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
   * @param ofResponse HTTP status of the response; 0 if there is none
   * @param fromClient body bytes, or all bytes of a TCP connection
   * @param toClient as {@code fromClient}, to the client
   * @param code the error code; null if it succeeded
   * @return the duration; 0 if it was not timed
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

  /** {@return the target; null if it is not known} */
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

  /**
   * Sets the status of a gRPC call, before {@link #end}.
   *
   * @param code the value of {@code grpc-status}; -1 if there is none
   */
  public void grpcStatus(int code) {
    grpcStatus = code;
  }

  /** {@return the status of a gRPC call; -1 if there is none} */
  public int grpcStatus() {
    return grpcStatus;
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
