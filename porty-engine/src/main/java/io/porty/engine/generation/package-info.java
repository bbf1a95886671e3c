/** All that one configuration runs. */
@NullMarked
package io.porty.engine.generation;

import org.jspecify.annotations.NullMarked;
