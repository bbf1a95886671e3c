package io.porty.mode.http.h1;

import io.porty.api.Failure;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.stream.UpstreamStream;

/** The connection of a response reader. On its event loop. */
interface H1ResponseOwner {

  /** The handler of the response. */
  UpstreamStream.Handler handler();

  Conduit conduit();

  /** The current tick of the event loop's coarse clock. */
  int now();

  void setReading(boolean wanted);

  /** The backend authenticates the connection: binds it to one client. */
  void bindToClient();

  /** The connection is upgraded. */
  void detach();

  /** Closes the connection, and notifies the handler. */
  void fail(Failure failure);
}
