/** Starts, drains and closes what plugins have created, each step with a time limit. */
@NullMarked
package io.porty.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
