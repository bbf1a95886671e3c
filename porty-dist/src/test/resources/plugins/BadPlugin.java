package bad;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Does everything wrong that a router can do, as the request's path says. */
public class BadPlugin implements PortyPlugin {

  private HttpRouteRequest kept;

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(RouterFactory.http("bad", List.of(), (settings, context) -> request -> {
      switch (request.path()) {
        case "/throw": throw new IllegalStateException("on purpose");
        case "/error": throw new AssertionError("on purpose too");
        case "/sneaky": throw BadPlugin.<RuntimeException>sneaky(new java.io.IOException("checked"));
        case "/overflow": return overflow(request);
        case "/missing-class": return missing();
        case "/null": return null;
        case "/later-null": return RouteAnswer.later(CompletableFuture.completedFuture(null));
        case "/later-nothing": return new RouteAnswer.Later(null);
        case "/later-fails": return RouteAnswer.later(CompletableFuture.failedFuture(new RuntimeException("late")));
        case "/never": return RouteAnswer.later(new CompletableFuture<>());
        case "/more": return RouteAnswer.more();
        case "/block": sleep(1500); return Decision.pass();
        case "/keep": kept = request; return Decision.pass();
        case "/use-kept":
          return RouteAnswer.later(CompletableFuture.supplyAsync(
              () -> Decision.refuse(418, "kept", "Kept " + kept.path()), context.blocking()));
        case "/busy":
          return RouteAnswer.later(CompletableFuture.supplyAsync(() -> { sleep(60_000); return Decision.pass(); }, context.blocking()));
        default: return Decision.pass();
      }
    }));
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
