package io.porty.engine.runtime;

import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoints;

/**
 * The way of a route to its backends.
 *
 * @param dialer connects to them
 * @param endpoints has their state
 */
record RouteUpstreams(Dialer dialer, Endpoints endpoints) {}
