package io.porty.net.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A dial, from its start to the connection or failure, DNS lookup and retries included. */
@Name("porty.UpstreamConnect")
@Label("Upstream connect")
@Category("Porty")
@Description("Connecting to a backend, DNS lookup and retries included")
@StackTrace(false)
final class ConnectEvent extends Event {

  @Label("Target")
  String target = "";

  @Label("Retries")
  int retries;

  @Label("Failure")
  @Description("Empty if it succeeded")
  String failure = "";

  void end(Object dialed, int retryCount, String failureText) {
    if (shouldCommit()) {
      target = dialed.toString();
      retries = retryCount;
      failure = failureText;
      commit();
    }
  }
}
