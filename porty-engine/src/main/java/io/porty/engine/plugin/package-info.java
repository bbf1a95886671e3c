/**
 * Finds plugins, isolates them in class loaders of their own, checks them, and lists what they
 * offer by kind and name.
 */
@NullMarked
package io.porty.engine.plugin;

import org.jspecify.annotations.NullMarked;
