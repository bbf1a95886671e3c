package io.porty.mode.http.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedHttp {
  public static Object see() {
    return io.porty.mode.tcp.TcpPlugin.class;
  }
}
