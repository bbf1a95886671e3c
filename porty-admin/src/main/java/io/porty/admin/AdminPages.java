package io.porty.admin;

import io.porty.engine.control.AdminActions;
import io.porty.net.diagnostics.InternalErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps paths to the pages and commands of the admin endpoint. Immutable. */
final class AdminPages {

  private static final String GET = "GET";
  private static final String POST = "POST";

  private record Mapping(String method, Endpoint endpoint, AdminThreads.Work work) {}

  private final InternalErrors errors;
  private final Map<String, Mapping> mappings = new LinkedHashMap<>();

  AdminPages(AdminState state, AdminActions actions) {
    this.errors = state.errors();
    Dashboard.files().forEach(this::get);
    HealthPages health = new HealthPages(state, actions);
    health("/healthz", health::healthy);
    health("/readyz", health::ready);
    get("/metrics", new MetricsPage(state)::respond);
    get("/live", request -> AdminResponse.json(state.live()));
    get("/top", new TopPage(state)::respond);
    get("/routes", request -> AdminResponse.json(RoutesPage.of(state)));
    ConnectionsPage connections = new ConnectionsPage(state);
    get("/connections", connections::respond);
    get("/requests", new RequestsPage(state.recent())::respond);
    get("/certificates", new CertificatesPage(state)::respond);
    get("/config", request -> AdminResponse.text(state.effectiveConfig()));
    get("/plugins", request -> AdminResponse.json(actions.plugins()));
    get("/threads", request -> AdminResponse.text(ThreadsPage.write()));
    CommandPages commands = new CommandPages(state, actions);
    post("/reload", commands::reload);
    post("/restart", commands::restart);
    post("/drain", commands::drain);
    post("/log-level", commands::logLevel);
  }

  private void get(String path, Endpoint endpoint) {
    mappings.put(path, new Mapping(GET, endpoint, AdminThreads.Work.PAGE));
  }

  private void health(String path, Endpoint endpoint) {
    mappings.put(path, new Mapping(GET, endpoint, AdminThreads.Work.HEALTH));
  }

  private void post(String path, Endpoint endpoint) {
    mappings.put(path, new Mapping(POST, endpoint, AdminThreads.Work.COMMAND));
  }

  /** The kind of work of a request, which selects its threads; unknown paths count as pages. */
  AdminThreads.Work work(AdminRequest request) {
    Mapping mapping = mappings.get(request.path());
    return mapping != null && mapping.method().equals(request.method())
        ? mapping.work()
        : AdminThreads.Work.PAGE;
  }

  AdminResponse respond(AdminRequest request) {
    Mapping mapping = mappings.get(request.path());
    if (mapping == null) {
      return AdminResponse.text(404, "Not found. Paths:\n" + index());
    }
    if (!mapping.method().equals(request.method())) {
      return AdminResponse.text(405, request.path() + " requires " + mapping.method() + "\n")
          .with("Allow", mapping.method().equals(GET) ? "GET, HEAD" : POST);
    }
    try {
      return mapping.endpoint().respond(request);
    } catch (BadRequestException e) {
      return AdminResponse.text(400, e.getMessage() + "\n");
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      reportFailure(request.path(), e);
      return AdminResponse.text(500, "internal error: " + e + "\n");
    }
  }

  /**
   * Reports an unexpected exception.
   *
   * @param subject for the log, such as the path
   */
  void reportFailure(String subject, Throwable cause) {
    errors.report(InternalErrors.ADMIN, subject, cause);
  }

  private String index() {
    StringBuilder out = new StringBuilder();
    mappings.forEach(
        (path, mapping) ->
            out.append("  ").append(mapping.method()).append(' ').append(path).append('\n'));
    return out.toString();
  }
}
