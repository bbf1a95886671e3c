package bad;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Does everything wrong that a router can do, each router in its own way, for the path of the same name. */
public class BadPlugin implements PortyPlugin {

  private HttpRouteRequest kept;

  private static final List<String> WAYS = List.of(
      "throw", "error", "sneaky", "overflow", "missing_class", "null", "later_null", "later_nothing",
      "later_fails", "never", "more", "block", "keep", "use_kept", "busy");

  @Override
  public List<RouterFactory<?>> routers() {
    List<RouterFactory<?>> all = new ArrayList<>();
    for (String way : WAYS) {
      all.add(RouterFactory.http("bad_" + way, List.of(), (settings, context) ->
          request -> request.path().equals("/" + way) ? bad(way, request, context) : Decision.pass()));
    }
    return all;
  }

  private RouteAnswer bad(String way, HttpRouteRequest request, RouterFactory.Context context) {
    switch (way) {
      case "throw": throw new IllegalStateException("on purpose");
      case "error": throw new AssertionError("on purpose too");
      case "sneaky": throw BadPlugin.<RuntimeException>sneaky(new java.io.IOException("checked"));
      case "overflow": return overflow(request);
      case "missing_class": return missing();
      case "null": return null;
      case "later_null": return RouteAnswer.async(CompletableFuture.completedFuture(null));
      case "later_nothing": return new RouteAnswer.Async(null);
      case "later_fails": return RouteAnswer.async(CompletableFuture.failedFuture(new RuntimeException("late")));
      case "never": return RouteAnswer.async(new CompletableFuture<>());
      case "more": return RouteAnswer.needMoreBytes();
      case "block": sleep(1500); return Decision.pass();
      case "keep": kept = request; return Decision.pass();
      case "use_kept":
        return RouteAnswer.async(CompletableFuture.supplyAsync(
            () -> { sleep(200); return Decision.respond(418, "kept", "Kept " + kept.path()); }, context.blocking()));
      case "busy":
        return RouteAnswer.async(CompletableFuture.supplyAsync(() -> { sleep(60_000); return Decision.pass(); }, context.blocking()));
      default: throw new IllegalStateException(way);
    }
  }

  private static RouteAnswer overflow(HttpRouteRequest request) {
    return overflow(request) == null ? null : Decision.pass();
  }

  private static RouteAnswer missing() {
    throw new NoClassDefFoundError("some/library/Thing");
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
