package io.porty.cli.planted;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedCommand {
  public static Object see() {
    return io.porty.engine.config.GlobalKeys.class;
  }
}
