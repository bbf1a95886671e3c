/** Calls the routers of a route in order and handles their failures. */
@NullMarked
package io.porty.engine.route;

import org.jspecify.annotations.NullMarked;
