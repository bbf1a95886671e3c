/**
 * The load generator of {@code porty bench}: each thread drives its connections with one selector,
 * latencies go to a histogram. HTTP/1, HTTP/2 and messages that are echoed. Sees no class of
 * Porty's own HTTP, which it is to measure.
 */
@NullMarked
package io.porty.load;

import org.jspecify.annotations.NullMarked;
