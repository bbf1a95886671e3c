package io.porty.engine.config;

/** A configuration that cannot be used; the message is complete and meant for the user. */
public final class ConfigException extends Exception {

  public ConfigException(String message) {
    super(message, null, false, false);
  }

  ConfigException(Problems problems) {
    this(problems.render());
  }
}
