package io.porty.admin;

import io.porty.engine.runtime.ListenerStatus;
import java.util.List;

/**
 * Porty as it is now, with the last minutes' history.
 *
 * @param history a point for each second, the oldest first
 * @param loopDelayMillis the worst of each event loop within the last second
 */
record LiveView(
    ProcessView process,
    long logDropped,
    List<ListenerStatus> listeners,
    List<Sampler.RouteNow> routes,
    List<Double> loopDelayMillis,
    List<Sampler.Point> history) {

  static LiveView of(AdminState inside) {
    return new LiveView(
        ProcessView.now(inside.loops().transport().name()),
        inside.pump().dropped(),
        inside.generations().seats(),
        inside.sampler().routes(),
        inside.sampler().loopDelayMillis(),
        inside.sampler().history());
  }
}
