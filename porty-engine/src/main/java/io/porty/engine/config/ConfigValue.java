package io.porty.engine.config;

/**
 * A value with its position.
 *
 * @param raw a String, Long, Double, Boolean or another scalar of TOML, a {@link ConfigTable}, or a
 *     List of ConfigValue
 */
record ConfigValue(Object raw, ConfigPosition place) {}
