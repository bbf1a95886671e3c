package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.PortyImplements;

/**
 * A connected channel with half-close and reset. These depend on handlers between the mode and the
 * socket: TLS sends close_notify before the FIN, stays when the handlers of a mode are removed, and
 * prevents splicing. Modes use these methods instead of shutting down the channel, setting
 * SO_LINGER or reading the outbound buffer. On the channel's event loop. Created by {@link
 * ModeContext#conduit}.
 *
 * @since 0.2
 */
@PortyImplements
public interface Conduit {

  /** {@return the channel, for reading and writing} */
  Channel channel();

  /**
   * Runs a task when all written bytes are sent or have failed; synchronously if there are none.
   *
   * @param task run on the event loop, once
   */
  void whenWritten(Runnable task);

  /**
   * Half-closes: sends TLS close_notify if there is TLS, then shuts the socket's output down
   * (shutdown(2)). There must be no pending writes: call it from {@link #whenWritten}. A channel
   * without half-closure is closed.
   */
  void shutdownOutput();

  /** {@return whether end of stream was read} */
  boolean isInputShutdown();

  /**
   * Whether the input ended without an authenticated end, by the socket's end of stream without TLS
   * close_notify (RFC 8446 section 6.1). A message that ends with its connection is then incomplete
   * (RFC 9112 section 9.8); one with a declared length is not affected.
   *
   * @return false for a connection without TLS
   */
  default boolean isInputTruncated() {
    return false;
  }

  /** Closes after all pending writes. */
  void closeWhenWritten();

  /**
   * Closes with a reset (SO_LINGER 0), so that the peer does not take a truncated stream for
   * complete. Unsent bytes are lost: call it from {@link #whenWritten} to send them.
   */
  void abort();

  /** {@return pending bytes, including the channel's overhead for each message} */
  long pendingBytes();

  /**
   * Whether the connection can be spliced (splice(2)): it is not encrypted, and the transport
   * supports it.
   *
   * @return whether {@link Relay#moveBulk} may be used
   */
  boolean mayBeSpliced();

  /** Removes the handlers of a mode or listener, but not those of the connection such as TLS. */
  void removeHandlers();
}
