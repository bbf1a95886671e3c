package io.porty.mode.http.h1;

import io.porty.mode.http.exchange.ExchangeLoop;
import io.porty.mode.http.h2.H2LoopState;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedWire {
  public static Object see() {
    return ExchangeLoop.class;
  }

  public static Object seeHttp2() {
    return H2LoopState.class;
  }
}
