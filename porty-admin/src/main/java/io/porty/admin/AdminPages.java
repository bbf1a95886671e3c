package io.porty.admin;

import io.porty.engine.control.AdminActions;
import io.porty.net.diagnostics.InternalErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/** What there is to see and to do at the admin endpoint. Immutable. */
final class AdminPages {

  private static final String GET = "GET";
  private static final String POST = "POST";

  private record Place(String method, Endpoint page, AdminThreads.Work work) {}

  private final InternalErrors errors;
  private final Map<String, Place> places = new LinkedHashMap<>();

  AdminPages(AdminState inside, AdminActions actions) {
    this.errors = inside.errors();
    Dashboard.files().forEach(this::show);
    HealthPages health = new HealthPages(inside, actions);
    health("/healthz", health::healthy);
    health("/readyz", health::ready);
    show("/metrics", new MetricsPage(inside)::answer);
    show("/live", ask -> AdminResponse.json(inside.live()));
    show("/top", new TopPage(inside)::answer);
    show("/routes", ask -> AdminResponse.json(RoutesPage.of(inside)));
    ConnectionsPage connections = new ConnectionsPage(inside);
    show("/connections", connections::answer);
    show("/requests", new RequestsPage(inside.recent())::answer);
    show("/config", ask -> AdminResponse.text(inside.effectiveConfig()));
    show("/plugins", ask -> AdminResponse.json(actions.plugins()));
    show("/threads", ask -> AdminResponse.text(ThreadsPage.write()));
    CommandPages commands = new CommandPages(inside, actions);
    act("/reload", commands::reload);
    act("/restart", commands::restart);
    act("/drain", commands::drain);
    act("/log-level", commands::logLevel);
  }

  private void show(String path, Endpoint page) {
    places.put(path, new Place(GET, page, AdminThreads.Work.PAGE));
  }

  private void health(String path, Endpoint page) {
    places.put(path, new Place(GET, page, AdminThreads.Work.HEALTH));
  }

  private void act(String path, Endpoint page) {
    places.put(path, new Place(POST, page, AdminThreads.Work.COMMAND));
  }

  /** Who is to answer; what nobody serves is a page. */
  AdminThreads.Work work(AdminRequest ask) {
    Place place = places.get(ask.path());
    return place != null && place.method().equals(ask.method())
        ? place.work()
        : AdminThreads.Work.PAGE;
  }

  AdminResponse answer(AdminRequest ask) {
    Place place = places.get(ask.path());
    if (place == null) {
      return AdminResponse.text(404, "There is nothing here. Try:\n" + index());
    }
    if (!place.method().equals(ask.method())) {
      return AdminResponse.text(405, ask.path() + " wants " + place.method() + "\n")
          .with("Allow", place.method().equals(GET) ? "GET, HEAD" : POST);
    }
    try {
      return place.page().answer(ask);
    } catch (BadRequestException e) {
      return AdminResponse.text(400, e.getMessage() + "\n");
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      failed(ask.path(), e);
      return AdminResponse.text(500, "internal error: " + e + "\n");
    }
  }

  /**
   * An exception that nobody expects.
   *
   * @param subject for the log: what was asked for
   */
  void failed(String subject, Throwable cause) {
    errors.report(InternalErrors.ADMIN, subject, cause);
  }

  private String index() {
    StringBuilder out = new StringBuilder();
    places.forEach(
        (path, place) ->
            out.append("  ").append(place.method()).append(' ').append(path).append('\n'));
    return out.toString();
  }
}
