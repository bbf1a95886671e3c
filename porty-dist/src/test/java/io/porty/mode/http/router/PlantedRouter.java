package io.porty.mode.http.router;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedRouter {
  public static Object see() {
    return io.porty.mode.http.HttpPlugin.class;
  }
}
