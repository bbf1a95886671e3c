/** Monitoring of event loops: one monitor that probes them, and what listens to it. */
@NullMarked
package io.porty.engine.observe.loops;

import org.jspecify.annotations.NullMarked;
