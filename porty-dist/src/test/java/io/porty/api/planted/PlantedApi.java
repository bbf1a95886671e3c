package io.porty.api.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedApi {
  public static Object see() {
    return io.netty.buffer.ByteBuf.class;
  }
}
