/** Events for Java Flight Recorder. Without a recording each costs one check of a flag. */
@NullMarked
package io.porty.engine.observe.jfr;

import org.jspecify.annotations.NullMarked;
