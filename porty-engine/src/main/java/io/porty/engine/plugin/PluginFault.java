package io.porty.engine.plugin;

/**
 * A call into a plugin has failed and Porty needs its result: at start, in a configuration check or
 * in a reload. The message names the plugin, its part, the method, the failure and the location in
 * the plugin's code.
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
   * @param place stack frames of the plugin's code, each preceded by a line break; may be empty
   */
  PluginFault(String owner, String method, String what, String place) {
    super(owner + ": " + method + " " + what + place, null, false, false);
    this.owner = owner;
    this.method = method;
    this.what = what;
    this.place = place;
  }

  /** The failure without the plugin and the location. */
  public String what() {
    return what;
  }

  /** As {@link #what}, worded for a failed create(). */
  public String whatOfCreate() {
    return what.replaceFirst("^failed:", "failed to start:");
  }

  /** The exception with its class. */
  public String thrown() {
    return what.replaceFirst("^failed: ", "");
  }

  /**
   * The message with the subject of the call.
   *
   * @param subject {@code 0.0.0.0:80}
   */
  public String messageFor(String subject) {
    return owner + ", for " + subject + ": " + method + " " + what + place;
  }

  /** The stack frames of the plugin's code, each preceded by a line break; may be empty. */
  public String place() {
    return place;
  }

  /** The plugin, its part, the method and the location, for an error in a configuration. */
  public String candidates() {
    return owner + ", not of the configuration; it is in " + method + place;
  }
}
