package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.PortyImplements;

/**
 * A connected channel, and how its two directions end. That depends on what lies between a mode and
 * the socket: TLS sends close_notify before the socket's FIN, keeps its handlers when those of a
 * mode are removed, and cannot be spliced. A mode uses these methods instead of shutting a channel
 * down, setting SO_LINGER or reading the outbound buffer itself. All calls are on the channel's
 * event loop. {@link ModeContext#conduit} makes one.
 *
 * @since 0.2
 */
@PortyImplements
public interface Conduit {

  /** {@return the channel, for reading and writing} */
  Channel channel();

  /**
   * Runs a task when the socket has taken everything that was written, or never will; before this
   * returns if nothing waits.
   *
   * @param task run on the event loop, once
   */
  void whenWritten(Runnable task);

  /**
   * Ends the output, while input may still come: TLS's close_notify if there is TLS, then the
   * socket's end (shutdown(2)). Nothing may wait to be written: call it {@link #whenWritten}. A
   * channel that has no halves is closed.
   */
  void shutdownOutput();

  /** {@return whether the peer has ended its output, and that was read} */
  boolean isInputShutdown();

  /**
   * Whether the input ended in a way that hides whether it is whole: by the socket's end, without
   * TLS's close_notify (RFC 8446 section 6.1). A message that ends with its connection is
   * incomplete then (RFC 9112 section 9.8); one that says its own length is not concerned.
   *
   * @return false for a connection without TLS
   */
  default boolean isInputTruncated() {
    return false;
  }

  /** Closes when the socket has taken everything that was written. */
  void closeWhenWritten();

  /**
   * Closes with a reset (SO_LINGER 0), so that the other side cannot take a stream that was cut for
   * a whole one. What the socket has not sent yet is lost: call it {@link #whenWritten}.
   */
  void abort();

  /** {@return bytes that wait for the socket, with what the channel counts for each message} */
  long pendingBytes();

  /**
   * Whether the kernel may move bytes between this socket and another one (splice(2)): the
   * connection is not encrypted, and the transport supports it.
   *
   * @return whether {@link Relay#moveBulk} may be used
   */
  boolean mayBeSpliced();

  /** Removes the handlers of a mode or listener, down to those that belong to the connection. */
  void removeHandlers();
}
