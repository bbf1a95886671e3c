/**
 * The command line: one file for each command, the engine reached through {@link
 * io.porty.engine.Porty} alone.
 */
@NullMarked
package io.porty.cli;

import org.jspecify.annotations.NullMarked;
