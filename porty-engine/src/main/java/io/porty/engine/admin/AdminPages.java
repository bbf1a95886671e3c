package io.porty.engine.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** What there is to see and to do at the admin endpoint. Immutable. */
final class AdminPages {

  private static final String GET = "GET";
  private static final String POST = "POST";

  private record Place(String method, Page page, AdminThreads.Work work) {}

  private final Map<String, Place> places = new LinkedHashMap<>();

  AdminPages(Inside inside, AdminActions actions) {
    Dashboard.files().forEach(this::show);
    HealthPages health = new HealthPages(inside, actions);
    health("/healthz", health::healthy);
    health("/readyz", health::ready);
    show("/metrics", new MetricsPage(inside)::answer);
    show("/live", ask -> Answer.json(inside.live()));
    show("/top", new TopPage(inside)::answer);
    show("/routes", ask -> Answer.json(RoutesPage.of(inside)));
    ConnectionsPage connections = new ConnectionsPage(inside);
    show("/connections", connections::answer);
    show("/requests", new RequestsPage(inside.recent())::answer);
    show("/config", ask -> Answer.text(inside.effectiveConfig()));
    show("/plugins", ask -> Answer.json(actions.plugins()));
    show("/threads", ask -> Answer.text(ThreadsPage.write()));
    CommandPages commands = new CommandPages(inside, actions);
    act("/reload", commands::reload);
    act("/restart", commands::restart);
    act("/drain", commands::drain);
    act("/log-level", commands::logLevel);
  }

  private void show(String path, Page page) {
    places.put(path, new Place(GET, page, AdminThreads.Work.PAGE));
  }

  private void health(String path, Page page) {
    places.put(path, new Place(GET, page, AdminThreads.Work.HEALTH));
  }

  private void act(String path, Page page) {
    places.put(path, new Place(POST, page, AdminThreads.Work.COMMAND));
  }

  /** Who is to answer; what nobody serves is a page. */
  AdminThreads.Work work(Ask ask) {
    Place place = places.get(ask.path());
    boolean served = place != null && place.method().equals(ask.method());
    return served ? place.work() : AdminThreads.Work.PAGE;
  }

  Answer answer(Ask ask) {
    Place place = places.get(ask.path());
    if (place == null) {
      return Answer.text(404, "There is nothing here. Try:\n" + index());
    }
    if (!place.method().equals(ask.method())) {
      return Answer.text(405, ask.path() + " wants " + place.method() + "\n")
          .with("Allow", place.method().equals(GET) ? "GET, HEAD" : POST);
    }
    try {
      return place.page().answer(ask);
    } catch (BadAsk e) {
      return Answer.text(400, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(AdminPages.class).error("admin endpoint, {}", ask.path(), e);
      return Answer.text(500, "failed: " + e + "\n");
    }
  }

  private String index() {
    StringBuilder out = new StringBuilder();
    places.forEach(
        (path, place) ->
            out.append("  ").append(place.method()).append(' ').append(path).append('\n'));
    return out.toString();
  }
}
