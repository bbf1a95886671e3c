/**
 * Runs a configuration: listeners, their connections and limits, routes, reload and shutdown. Calls
 * into plugins go through guards.
 */
@NullMarked
package io.porty.engine.runtime;

import org.jspecify.annotations.NullMarked;
