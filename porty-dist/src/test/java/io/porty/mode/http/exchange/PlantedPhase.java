package io.porty.mode.http.exchange;

/** Breaks a rule on purpose, with {@link PlantedExchange}; see io.porty.architecture. */
public final class PlantedPhase {
  public static Object back() {
    return PlantedExchange.class;
  }
}
