package io.porty.api.mode;

import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;

/**
 * Moves one direction of a stream from one socket to another inside the kernel (splice(2)):
 * switched on while much arrives, off while little does. What is not moved is read as usual; both
 * stay in order. Made by {@link Relay#moveBulk}. On the event loop of both channels.
 *
 * @since 0.2
 */
@PortyImplements
public interface BulkMove {

  /**
   * Whether moved bytes wait for the receiver. Then nothing more should be read until {@link
   * Listener#drained}.
   *
   * @return whether bytes are in flight
   */
  boolean isInFlight();

  /**
   * Counts the bytes that wait for the receiver.
   *
   * @return bytes in flight
   */
  long bytesInFlight();

  /** Stops moving; what is in flight is still sent. Idempotent. */
  void stop();

  /** Limits and counts what is moved; on the event loop. */
  @PluginImplements
  interface Listener {

    /**
     * Limits what may be moved: the rest of a body of known length, for instance.
     *
     * @return bytes that may be moved now
     */
    long remaining();

    /**
     * Bytes were taken from the sender, and are about to be written to the receiver.
     *
     * @param bytes how many
     */
    void moving(int bytes);

    /**
     * Bytes were written to the receiver, behind everything written before.
     *
     * @param bytes how many
     */
    void moved(int bytes);

    /** The receiver has taken what was in flight. Not called after {@link BulkMove#stop}. */
    void drained();
  }
}
