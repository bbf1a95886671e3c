/** Benchmarks; nothing of this is shipped. */
@NullMarked
package io.porty.bench;

import org.jspecify.annotations.NullMarked;
