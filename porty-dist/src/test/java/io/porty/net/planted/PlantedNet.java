package io.porty.net.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedNet {
  public static Object see() {
    return io.porty.engine.Porty.version();
  }
}
