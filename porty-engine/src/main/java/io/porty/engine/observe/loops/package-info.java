/** Whether event loops answer in time. */
@NullMarked
package io.porty.engine.observe.loops;

import org.jspecify.annotations.NullMarked;
