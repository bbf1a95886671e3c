package io.porty.mode.http.stream;

import io.porty.mode.http.exchange.ExchangeLoop;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedStream {
  public static Object see() {
    return ExchangeLoop.class;
  }
}
