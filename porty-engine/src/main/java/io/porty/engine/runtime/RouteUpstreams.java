package io.porty.engine.runtime;

import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoints;
import java.util.function.Function;

/**
 * The way of a route to its backends.
 *
 * @param dialer connects to them
 * @param offering a dialer that offers one application protocol only
 * @param endpoints has their state
 */
record RouteUpstreams(Dialer dialer, Function<String, Dialer> offering, Endpoints endpoints) {}
