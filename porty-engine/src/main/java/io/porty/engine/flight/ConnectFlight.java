package io.porty.engine.flight;

import org.jspecify.annotations.Nullable;

/** The flight recorder's event of a dial, if anybody records. */
public final class ConnectFlight {

  private final @Nullable ConnectEvent event;

  private ConnectFlight(@Nullable ConnectEvent event) {
    this.event = event;
  }

  /** A dial begins. */
  public static ConnectFlight begin() {
    if (!Flight.recorded()) {
      return new ConnectFlight(null);
    }
    ConnectEvent event = new ConnectEvent();
    event.begin();
    return new ConnectFlight(event);
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
