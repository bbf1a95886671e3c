package io.porty.mode.http.h1;

import io.porty.mode.http.exchange.ExchangeLoop;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedWire {
  public static Object see() {
    return ExchangeLoop.class;
  }
}
