package io.porty.engine.config;

/** A configuration has errors. The message is complete and meant for the user. */
public final class ConfigException extends Exception {

  public ConfigException(String message) {
    super(message, null, false, false);
  }

  ConfigException(Problems problems) {
    this(problems.render());
  }
}
