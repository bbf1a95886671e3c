package io.porty.engine.config;

/**
 * One mistake in a configuration.
 *
 * @param line from 1; 0 if it belongs to no line
 * @param column from 1
 * @param key the key as written, with its table
 * @param message what is wrong
 * @param remedy what to write instead
 */
public record Problem(int line, int column, String key, String message, String remedy) {}
