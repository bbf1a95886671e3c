package io.porty.net.jfr;

import org.jspecify.annotations.Nullable;

/** The JFR event of a dial; does nothing unless JFR is initialised. */
public final class ConnectJfr {

  private final @Nullable ConnectEvent event;

  private ConnectJfr(@Nullable ConnectEvent event) {
    this.event = event;
  }

  /** Begins the event. */
  public static ConnectJfr begin() {
    if (!JfrEvents.isRecording()) {
      return new ConnectJfr(null);
    }
    ConnectEvent event = new ConnectEvent();
    event.begin();
    return new ConnectJfr(event);
  }

  /**
   * Ends the event.
   *
   * @param target its text is created only if the event is recorded
   * @param retries connection attempts after the first round
   * @param failure empty on success
   */
  public void end(Object target, int retries, String failure) {
    ConnectEvent running = event;
    if (running != null) {
      running.end(target, retries, failure);
    }
  }
}
