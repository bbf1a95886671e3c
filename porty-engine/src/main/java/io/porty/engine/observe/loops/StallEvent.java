package io.porty.engine.observe.loops;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** An event loop that ran a task late: all connections on it were delayed as long. */
@Name("porty.EventLoopStall")
@Label("Event loop stall")
@Category("Porty")
@Description("Delay of a task that was submitted to an event loop")
@StackTrace(false)
public final class StallEvent extends Event {

  @Label("Event loop")
  String loop = "";

  @Label("Late by")
  @Timespan(Timespan.NANOSECONDS)
  long late;

  void report(String ofLoop, long nanos) {
    loop = ofLoop;
    late = nanos;
    commit();
  }
}
