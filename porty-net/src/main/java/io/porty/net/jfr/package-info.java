/** Events of the flight recorder for what happens below a mode. */
@NullMarked
package io.porty.net.jfr;

import org.jspecify.annotations.NullMarked;
