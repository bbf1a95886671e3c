/** Brings what plugins made to life and to its end, each step within its deadline. */
@NullMarked
package io.porty.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
