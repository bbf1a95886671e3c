package io.porty.engine.plugin;

/**
 * A plugin has failed where Porty cannot go on without its answer: while it starts, checks a
 * configuration, or reads it again. The message is complete: the plugin, its part, the method, what
 * happened, and where.
 */
public final class PluginFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String owner;
  private final String method;
  private final String what;
  private final String place;

  /**
   * @param owner {@code router "redis" of plugins/redis}
   * @param method {@code create()}
   * @param what {@code failed: java.io.IOException: no}
   * @param place where in the plugin's code, lines that begin with a line end; may be empty
   */
  PluginFault(String owner, String method, String what, String place) {
    super(owner + ": " + method + " " + what + place, null, false, false);
    this.owner = owner;
    this.method = method;
    this.what = what;
    this.place = place;
  }

  /** Without who and where. */
  public String what() {
    return what;
  }

  /** As {@link #what}, of something that was to be made. */
  public String whatOfCreate() {
    return what.replaceFirst("^failed:", "failed to start:");
  }

  /** What was thrown, with its class. */
  public String thrown() {
    return what.replaceFirst("^failed: ", "");
  }

  /**
   * The message with what it was for.
   *
   * @param subject {@code 0.0.0.0:80}
   */
  public String messageFor(String subject) {
    return owner + ", for " + subject + ": " + method + " " + what + place;
  }

  /** Where in the plugin's code: lines that begin with a line end, or nothing. */
  public String place() {
    return place;
  }

  /** Whose fault it is: the plugin, its part, the method, and where in its code. */
  public String whose() {
    return owner + ", not of the configuration; it is in " + method + place;
  }
}
