package io.porty.engine.admin;

import io.porty.engine.recent.Happening;
import io.porty.engine.recent.RecentTraffic;
import java.util.List;

/**
 * What has just happened: {@code ?only=failed} or {@code slow}, {@code ?route=NAME}, {@code
 * ?limit=N}. Whoever asks is somebody who watches.
 */
final class RequestsPage {

  private static final int MOST = 500;

  private final RecentTraffic recent;

  RequestsPage(RecentTraffic recent) {
    this.recent = recent;
  }

  Answer answer(Ask ask) {
    recent.watch();
    int limit = ask.number("limit", 100, 1, MOST);
    String only = ask.parameter("only").orElse("all");
    List<Happening> found =
        switch (only) {
          case "all" -> recent.all();
          case "failed" -> recent.failed();
          case "slow" -> recent.slowest(MOST);
          default -> throw new BadAsk("only is \"" + only + "\"; expected all, failed or slow");
        };
    return Answer.json(
        found.stream()
            .filter(h -> ask.parameter("route").map(h.route()::equals).orElse(true))
            .limit(limit)
            .toList());
  }
}
