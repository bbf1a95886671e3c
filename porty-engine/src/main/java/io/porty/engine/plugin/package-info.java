/**
 * Loads plugins in class loaders of their own, checks them, and catalogs what they provide by kind
 * and name. Every call into a plugin goes through a {@link io.porty.engine.plugin.PluginGuard}.
 */
@NullMarked
package io.porty.engine.plugin;

import org.jspecify.annotations.NullMarked;
