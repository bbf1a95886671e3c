package io.porty.admin;

import io.porty.engine.runtime.ListenerStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current state of Porty with the history of the last minutes; serialized as JSON.
 *
 * @param history one point for each second, the oldest first
 * @param warnings about the configuration in use
 * @param http2 null if nobody has spoken it so far
 * @param loopDelayMillis the maximum delay of each event loop within the last second
 */
record LiveView(
    ProcessView process,
    long logDropped,
    List<String> warnings,
    List<ListenerStatus> listeners,
    @Nullable Http2View http2,
    List<Sampler.RouteNow> routes,
    List<Double> loopDelayMillis,
    List<Sampler.Point> history) {

  static LiveView of(AdminState state) {
    return new LiveView(
        ProcessView.now(state.loops().transport().name()),
        state.logDispatcher().dropped(),
        state.reloader().current().config().warnings(),
        state.reloader().listeners(),
        Http2View.of(state.reloader().modeCounters().values()),
        state.sampler().routes(),
        state.sampler().loopDelayMillis(),
        state.sampler().history());
  }
}
