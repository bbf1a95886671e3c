/**
 * Reads TOML files into immutable records, checks them against the plugin catalog, and reports all
 * errors in one pass.
 */
@NullMarked
package io.porty.engine.config;

import org.jspecify.annotations.NullMarked;
