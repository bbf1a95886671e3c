/** What keeps start-up time and idle memory low. */
@NullMarked
package io.porty.engine.startup;

import org.jspecify.annotations.NullMarked;
