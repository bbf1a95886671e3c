package io.porty.engine.runtime;

import io.porty.api.mode.FaultReporter;
import io.porty.engine.observe.metrics.RouteMeters;

/**
 * Where a route's traffic is recorded.
 *
 * @param records the access log, which never blocks
 * @param meters the counters of its traffic
 * @param faults receives exceptions of Porty's own code
 */
record RouteTelemetry(AccessLogControl records, RouteMeters meters, FaultReporter faults) {}
