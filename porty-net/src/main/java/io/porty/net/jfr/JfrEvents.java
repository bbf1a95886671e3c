package io.porty.net.jfr;

import jdk.jfr.FlightRecorder;

/** Tells whether JFR may record, without loading event classes. */
public final class JfrEvents {

  private JfrEvents() {}

  /**
   * Whether JFR was initialised in this process. To be checked before the class of an event is
   * loaded: loading the first one initialises JFR, which costs hundreds of classes and 1.5 MB.
   */
  public static boolean isRecording() {
    return FlightRecorder.isInitialized();
  }
}
