package io.porty.engine.planted.b;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedCycle {
  public static Object see() {
    return PlantedEngineUser.see();
  }

  private static final class PlantedEngineUser {
    static Object see() {
      return io.porty.engine.planted.a.PlantedEngine.class;
    }
  }
}
