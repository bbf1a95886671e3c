package io.porty.net.jfr;

import jdk.jfr.FlightRecorder;

/** Whether the flight recorder may want to hear anything. */
public final class JfrEvents {

  private JfrEvents() {}

  /**
   * Whether the recorder was ever started. Ask before an event's class is touched: loading the
   * first one brings the recorder up, hundreds of classes and 1.5 MB, and nearly nobody records.
   */
  public static boolean recorded() {
    return FlightRecorder.isInitialized();
  }
}
