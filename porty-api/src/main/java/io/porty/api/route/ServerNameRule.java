package io.porty.api.route;

import io.porty.api.Key;
import io.porty.api.Settings;

/**
 * A TLS server name that a router decides about, and where it is configured.
 *
 * @param name a host, or {@code *.example.com} for all names below one
 * @param settings the table that has it, for messages
 * @param key of the table
 * @since 0.2
 */
public record ServerNameRule(String name, Settings settings, Key<?> key) {}
