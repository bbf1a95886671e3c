/**
 * The way in: Porty starts, drains, stops and explains. Everything else in the engine is reached
 * from here.
 */
@NullMarked
package io.porty.engine;

import org.jspecify.annotations.NullMarked;
