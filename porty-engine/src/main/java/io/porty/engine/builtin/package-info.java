/** What the engine itself brings, through the same door as any plugin. */
@NullMarked
package io.porty.engine.builtin;

import org.jspecify.annotations.NullMarked;
