/** What low idle memory needs at run time: see docs/decisions/064. */
@NullMarked
package io.porty.engine.startup;

import org.jspecify.annotations.NullMarked;
