/**
 * From a TOML file to immutable records, checked against the plugin catalog, all mistakes in one
 * pass.
 */
@NullMarked
package io.porty.engine.config;

import org.jspecify.annotations.NullMarked;
