/**
 * What Porty itself has to say: off the event loops, and with foreign text made harmless. Knows no
 * other package of the engine.
 */
@NullMarked
package io.porty.net.diagnostics;

import org.jspecify.annotations.NullMarked;
