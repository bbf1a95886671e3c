/**
 * Events for Java JfrEvents Recorder: connections, connects, stalls. While nothing is recorded they
 * cost a test that fails.
 */
@NullMarked
package io.porty.engine.observe.jfr;

import org.jspecify.annotations.NullMarked;
