package io.porty.admin;

import io.porty.engine.observe.recent.RecentEvent;
import io.porty.engine.observe.recent.RecentTraffic;
import java.util.List;

/**
 * Recent requests and connections: {@code ?only=failed} or {@code slow}, {@code ?route=NAME},
 * {@code ?limit=N}. A request for this page activates the recording for some time.
 */
final class RequestsPage {

  private static final int MAX_EVENTS = 500;

  private final RecentTraffic recent;

  RequestsPage(RecentTraffic recent) {
    this.recent = recent;
  }

  AdminResponse respond(AdminRequest request) {
    recent.watch();
    int limit = request.number("limit", 100, 1, MAX_EVENTS);
    String only = request.parameter("only").orElse("all");
    List<RecentEvent> found =
        switch (only) {
          case "all" -> recent.all();
          case "failed" -> recent.failed();
          case "slow" -> recent.slowest(MAX_EVENTS);
          default ->
              throw new BadRequestException(
                  "only is \"" + only + "\"; expected all, failed or slow");
        };
    return AdminResponse.json(
        found.stream()
            .filter(h -> request.parameter("route").map(h.route()::equals).orElse(true))
            .limit(limit)
            .toList());
  }
}
