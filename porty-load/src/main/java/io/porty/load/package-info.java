/**
 * The load generator of {@code porty bench}: each thread drives its connections with one selector,
 * latencies go to a histogram.
 */
@NullMarked
package io.porty.load;

import org.jspecify.annotations.NullMarked;
