/**
 * Events for Java Flight Recorder: connections, connects, stalls. While nothing is recorded they
 * cost a test that fails.
 */
@NullMarked
package io.porty.engine.flight;

import org.jspecify.annotations.NullMarked;
