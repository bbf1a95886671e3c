package io.porty.mode.http.config;

import io.porty.api.mode.HttpChallenges;
import io.porty.api.mode.LoopToken;
import io.porty.api.mode.Route;
import io.porty.mode.http.head.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of one listening address, and the lookup by host. Immutable. */
public final class HttpRoutes {

  private final List<HttpRoute> routes;
  private final HostTable hosts;
  private final HttpRoute unrouted;
  private final byte[] instanceToken;
  private final @Nullable HttpChallenges challenges;

  /**
   * @param instanceId of the running Porty
   * @param challenges that come before any route; null without any
   */
  public HttpRoutes(List<Route> routes, String instanceId, @Nullable HttpChallenges challenges) {
    this.challenges = challenges;
    List<HttpRoute> made = new ArrayList<>();
    for (Route route : routes) {
      made.add(new HttpRoute(route, made.size(), instanceId));
    }
    this.routes = List.copyOf(made);
    this.unrouted =
        made.size() == 1 ? made.get(0) : HttpRoute.beforeRouting(routes.get(0), instanceId);
    this.hosts = new HostTable(this.routes);
    this.instanceToken = Ascii.bytes(LoopToken.ofInstance(instanceId));
  }

  public List<HttpRoute> all() {
    return routes;
  }

  /** The route of requests before theirs is known, and of those without a route. */
  public HttpRoute unrouted() {
    return unrouted;
  }

  /** The route of an authority; null if there is none. */
  public @Nullable HttpRoute find(byte[] authority, int start, int end) {
    return hosts.find(authority, start, end);
  }

  /** What authorities may ask before any route; null if no certificate source is configured. */
  public @Nullable HttpChallenges challenges() {
    return challenges;
  }

  /** The common prefix of the Via tokens of all routes of this process. */
  public byte[] instanceToken() {
    return instanceToken;
  }
}
