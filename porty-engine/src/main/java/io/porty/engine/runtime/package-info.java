/** All that one configuration runs. */
@NullMarked
package io.porty.engine.runtime;

import org.jspecify.annotations.NullMarked;
