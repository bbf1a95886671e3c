package io.porty.net.jfr;

import org.jspecify.annotations.Nullable;

/** The flight recorder's event of a dial, if anybody records. */
public final class ConnectJfr {

  private final @Nullable ConnectEvent event;

  private ConnectJfr(@Nullable ConnectEvent event) {
    this.event = event;
  }

  /** A dial begins. */
  public static ConnectJfr begin() {
    if (!JfrEvents.recorded()) {
      return new ConnectJfr(null);
    }
    ConnectEvent event = new ConnectEvent();
    event.begin();
    return new ConnectJfr(event);
  }

  /**
   * Ends it; costs nothing unless somebody records.
   *
   * @param target text is made of it only then
   */
  public void end(Object target, int retries, String failure) {
    ConnectEvent running = event;
    if (running != null) {
      running.end(target, retries, failure);
    }
  }
}
