/**
 * Counters and latency histograms of routes. Each event loop writes its own, so the data path needs
 * neither locks nor atomic operations; a snapshot sums them up.
 */
@NullMarked
package io.porty.engine.observe.metrics;

import org.jspecify.annotations.NullMarked;
