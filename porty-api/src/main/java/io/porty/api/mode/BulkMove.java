package io.porty.api.mode;

import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;

/**
 * Moves one direction of a stream from one socket to another inside the kernel (splice(2)): active
 * during bulk transfers. Other bytes are read as usual, in order with these. Created by {@link
 * Relay#moveBulk}. On the event loop of both channels.
 *
 * @since 0.2
 */
@PortyImplements
public interface BulkMove {

  /**
   * Whether spliced bytes wait for the receiver. If so, pause reading until {@link
   * Listener#drained}.
   *
   * @return whether bytes are in flight
   */
  boolean isInFlight();

  /**
   * Returns the spliced bytes that wait for the receiver.
   *
   * @return bytes in flight
   */
  long bytesInFlight();

  /** Stops splicing; bytes in flight are still sent. Idempotent. */
  void stop();

  /** Limits and counts spliced bytes. On the event loop. */
  @PluginImplements
  interface Listener {

    /**
     * Returns the limit, for instance the remaining bytes of a body.
     *
     * @return bytes that may be spliced now
     */
    long remaining();

    /**
     * Bytes were read from the sender, and are written to the receiver next.
     *
     * @param bytes how many
     */
    void moving(int bytes);

    /**
     * Bytes were written to the receiver, after everything written before.
     *
     * @param bytes how many
     */
    void moved(int bytes);

    /** The receiver has taken the bytes in flight. Not called after {@link BulkMove#stop}. */
    void drained();
  }
}
