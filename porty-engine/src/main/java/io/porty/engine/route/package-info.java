/** Asks a route's routers in order and guards against the ones that misbehave. */
@NullMarked
package io.porty.engine.route;

import org.jspecify.annotations.NullMarked;
