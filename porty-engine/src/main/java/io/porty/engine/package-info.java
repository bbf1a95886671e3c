/**
 * The public entry point of the engine: start, reload, restart, stop and explain. The subpackages
 * are reached through {@link io.porty.engine.Porty} and {@link io.porty.engine.ConfigInspector}.
 */
@NullMarked
package io.porty.engine;

import org.jspecify.annotations.NullMarked;
