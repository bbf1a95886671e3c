package io.porty.mode.http.h1;

import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.SocketAddress;
import java.time.Duration;

/** What an HTTP/1 stream asks of its connection. On the connection's loop. */
interface H1StreamOwner {

  /** What becomes of the connection after an answer. */
  enum Ending {
    KEEP_ALIVE,
    /** All of the request has been read. */
    CLOSE,
    /** The client may still be sending. */
    LINGER
  }

  Conduit conduit();

  SocketAddress peer();

  /** Whether this answer is the last one whatever the client wants. */
  boolean isLastAnswer();

  /** Whether bytes were read that nobody has taken yet: what is moved must not overtake them. */
  boolean hasInput();

  /** Goes on with what has been read. */
  void resume();

  void finished(Ending ending);

  /**
   * @param visible whether the framing shows that the response is cut
   */
  void cut(boolean visible);

  void close();

  void failed(Throwable cause);

  void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end);
}
