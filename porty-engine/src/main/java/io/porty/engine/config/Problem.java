package io.porty.engine.config;

/**
 * One error in a configuration.
 *
 * @param place its position; line 0 without one
 * @param key the key as written, with its table
 * @param message what is wrong
 * @param remedy what to write instead
 */
record Problem(ConfigPosition place, String key, String message, String remedy) {}
