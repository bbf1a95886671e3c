package io.porty.mode.http.h1;

import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.time.Duration;

/** The connection of an HTTP/1 stream. On its event loop. */
interface H1StreamOwner {

  /** How the connection ends after a response. */
  enum Ending {
    KEEP_ALIVE,
    /** The request is read completely. */
    CLOSE,
    /** The client may still be sending. */
    LINGER
  }

  Conduit conduit();

  SocketAddress peer();

  /** Whether this response is the last one in any case. */
  boolean isLastAnswer();

  /** Whether received bytes are not consumed yet, which spliced bytes must not overtake. */
  boolean hasInput();

  /** Continues with the received bytes. */
  void resume();

  void finished(Ending ending);

  /**
   * @param visible whether the framing shows that the response is incomplete
   */
  void cut(boolean visible);

  void close();

  void failed(Throwable cause);

  void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end);
}
