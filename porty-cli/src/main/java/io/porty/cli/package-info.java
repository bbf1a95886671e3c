/**
 * The command line: one class for each command. Commands use the engine only through its public
 * package {@link io.porty.engine}, mainly {@link io.porty.engine.Porty}.
 */
@NullMarked
package io.porty.cli;

import org.jspecify.annotations.NullMarked;
