package io.porty.engine.planted.a;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedEngine {
  public static Object see() {
    System.out.println(1);
    return new Object[] {
      io.porty.mode.tcp.TcpPlugin.class,
      io.porty.engine.planted.b.PlantedCycle.class,
      com.google.inject.Guice.class,
      com.google.gson.Gson.class,
      java.util.logging.Logger.class
    };
  }
}
