package io.porty.engine.runtime;

import io.porty.api.mode.FaultReporter;
import io.porty.engine.observe.metrics.RouteMeters;

/**
 * What a route tells of its traffic.
 *
 * @param records hands records on without waiting
 * @param meters count its traffic
 * @param faults takes exceptions of Porty's own code
 */
record RouteTelemetry(AccessLogControl records, RouteMeters meters, FaultReporter faults) {}
