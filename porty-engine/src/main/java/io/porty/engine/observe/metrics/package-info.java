/**
 * Counting: each route on each event loop has numbers that only that loop writes, and that whoever
 * looks adds up. Nothing here is asked on the way of a request but to add to a number.
 */
@NullMarked
package io.porty.engine.observe.metrics;

import org.jspecify.annotations.NullMarked;
