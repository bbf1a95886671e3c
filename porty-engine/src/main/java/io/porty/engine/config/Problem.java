package io.porty.engine.config;

/**
 * One mistake in a configuration.
 *
 * @param place where it is; line 0 if it belongs to no line
 * @param key the key as written, with its table
 * @param message what is wrong
 * @param remedy what to write instead
 */
record Problem(ConfigPosition place, String key, String message, String remedy) {}
