/**
 * The load generator behind {@code porty bench}: connections driven by one selector for each
 * thread, latencies in a histogram.
 */
@NullMarked
package io.porty.load;

import org.jspecify.annotations.NullMarked;
