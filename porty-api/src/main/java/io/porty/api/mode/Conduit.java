package io.porty.api.mode;

import io.netty.channel.Channel;

/**
 * A connected channel with what is known of its ends. How a connection ends depends on what lies
 * between a mode and the socket: TLS says close_notify before the socket's own end, keeps its
 * handlers when others are removed, and cannot be spliced. Nobody else shuts a channel down, sets
 * SO_LINGER or looks at what is still to be written. All calls are on the channel's event loop.
 * {@link ModeContext#conduit} makes one; only Porty implements it.
 *
 * @since 0.2
 */
public interface Conduit {

  /** The channel, for reading and writing. */
  Channel channel();

  /**
   * Runs a task when the socket has taken everything that was written, or never will; before this
   * returns if nothing waits.
   */
  void whenWritten(Runnable task);

  /**
   * Ends the output, while input may still come: TLS's close_notify if there is TLS, then the
   * socket's end (shutdown(2)). Nothing may wait to be written: call it {@link #whenWritten}. A
   * channel that has no halves is closed.
   */
  void shutdownOutput();

  /** Whether the other side has ended its output, and that was read. */
  boolean isInputShutdown();

  /** Closes when the socket has taken everything that was written. */
  void closeWhenWritten();

  /**
   * Closes with a reset (SO_LINGER 0), so that the other side cannot take a stream that was cut for
   * a whole one. What the socket has not sent yet is lost: call it {@link #whenWritten}.
   */
  void abort();

  /** How many bytes wait for the socket, with what the channel counts for each message. */
  long pendingBytes();

  /**
   * Whether the kernel may move bytes between this socket and another one (splice(2)): the
   * connection is in the clear, and the transport can.
   */
  boolean mayBeSpliced();

  /** Removes the handlers of a mode or listener, down to those that belong to the connection. */
  void removeHandlers();
}
