package io.porty.net.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A dial from its beginning to the connection or the failure, look-up and retries included. */
@Name("porty.UpstreamConnect")
@Label("Upstream connect")
@Category("Porty")
@Description("Connecting to a backend, look-up and retries included")
@StackTrace(false)
final class ConnectEvent extends Event {

  @Label("Target")
  String target = "";

  @Label("Retries")
  int retries;

  @Label("Failure")
  @Description("Empty if it succeeded")
  String failure = "";

  void end(Object ofTarget, int ofRetries, String withFailure) {
    if (shouldCommit()) {
      target = ofTarget.toString();
      retries = ofRetries;
      failure = withFailure;
      commit();
    }
  }
}
