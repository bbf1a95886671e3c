package io.porty.mode.http.h1;

import io.porty.api.Failure;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.stream.UpstreamStream;

/** What a reader of responses asks of its connection. On the connection's loop. */
interface H1ResponseOwner {

  /** Who the response is for. */
  UpstreamStream.Handler handler();

  Conduit conduit();

  /** The loop's coarse clock, in ticks. */
  int now();

  void setReading(boolean wanted);

  /** The backend authenticates the connection: it serves one client alone from now on. */
  void bindToClient();

  /** HTTP is over on the connection. */
  void detach();

  /** Closes the connection, and tells the handler. */
  void fail(Failure failure);
}
