/** Monitoring of event loops: delays, stalls, and plugins that block them. */
@NullMarked
package io.porty.engine.observe.loops;

import org.jspecify.annotations.NullMarked;
