package io.porty.mode.tcp.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedTcp {
  public static Object see() {
    return new Object[] {io.porty.engine.Porty.version(), io.porty.mode.http.HttpPlugin.class};
  }
}
