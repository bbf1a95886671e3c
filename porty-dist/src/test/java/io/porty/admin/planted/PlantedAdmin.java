package io.porty.admin.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedAdmin {
  public static Object see() {
    return io.porty.mode.tcp.TcpPlugin.class;
  }
}
