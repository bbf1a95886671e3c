/** Porty and its peers under the same load, by turns, with processor time from /proc. */
@NullMarked
package io.porty.bench.side;

import org.jspecify.annotations.NullMarked;
