package io.porty.engine.plugin;

/** A plugin cannot be loaded or started. The message names the jar, the class and the cause. */
public final class PluginException extends Exception {

  public PluginException(String message) {
    super(message, null, false, false);
  }
}
