/** Measures for a short start-up time and low idle memory. */
@NullMarked
package io.porty.engine.startup;

import org.jspecify.annotations.NullMarked;
