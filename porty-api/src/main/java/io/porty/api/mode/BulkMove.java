package io.porty.api.mode;

/**
 * One direction's way through the kernel, from one conduit to another past the process: on while it
 * is bulky, off while it is quiet. What is not moved is read as usual; both stay in order. Made by
 * {@link Relay#moveBulk}. On the event loop of both channels.
 *
 * @since 0.2
 */
public interface BulkMove {

  /**
   * Something moved waits for the receiver: nothing more should be read until {@link
   * Listener#drained}.
   */
  boolean isInFlight();

  /** How many bytes wait for the receiver. */
  long bytesInFlight();

  /** Moves no more; what is in flight is still sent. Idempotent. */
  void stop();

  /** Who moves: says how much, and counts. */
  interface Listener {

    /** How many bytes may be moved now: never more than belong to what is moved. */
    long remaining();

    /** So many bytes were taken from the sender and are about to be written to the receiver. */
    void moving(int bytes);

    /** They were written, behind everything before. */
    void moved(int bytes);

    /** The receiver has taken what was in flight; not called after {@link BulkMove#stop}. */
    void drained();
  }
}
