package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The router {@code dynamic}: the query parameters {@code porty_host} and {@code porty_port} choose
 * the backend. Decisions are cached by the raw bytes of both values, so that a repeated target
 * allocates nothing.
 */
public final class DynamicRouter implements RouterFactory<HttpRouteRequest> {

  static final Decision MISSING_BOTH =
      new Decision.Pass(
          Decision.respond(
              FailureCode.MISSING_TARGET, "Missing porty_host and porty_port parameters"));

  @Override
  public String name() {
    return "dynamic";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public boolean clientChoosesTarget() {
    return true;
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    return router();
  }

  /** Without settings all instances are equal. */
  public static Router<HttpRouteRequest> router() {
    return new Dynamic();
  }

  /**
   * Used by several event loops: entries are immutable, and a lost update only costs a cache miss.
   */
  private static final class Dynamic implements Router<HttpRouteRequest> {

    private static final int SLOTS = 1024;

    private record Known(byte[] host, byte[] port, Decision decision) {

      boolean matches(Bytes query, TargetParameters found) {
        return same(host, query, found.hostStart(), found.hostEnd())
            && same(port, query, found.portStart(), found.portEnd());
      }

      private static boolean same(byte[] value, Bytes query, int start, int end) {
        if (value.length != end - start) {
          return false;
        }
        for (int i = 0; i < value.length; i++) {
          if (value[i] != query.at(start + i)) {
            return false;
          }
        }
        return true;
      }
    }

    private final @Nullable Known[] table = new Known[SLOTS];
    private final ThreadLocal<TargetParameters> scratch =
        ThreadLocal.withInitial(TargetParameters::new);

    @Override
    public RouteAnswer route(HttpRouteRequest request) {
      Bytes query = request.rawQuery();
      if (query.length() == 0) {
        return MISSING_BOTH;
      }
      TargetParameters found = scratch.get();
      String problem = found.find(query);
      if (problem != null) {
        return refuse(problem);
      }
      if (!found.hasHost() && !found.hasPort()) {
        return MISSING_BOTH;
      }
      if (!found.hasHost() || !found.hasPort()) {
        return refuse(
            found.hasHost() ? "Missing porty_port parameter" : "Missing porty_host parameter");
      }
      int slot = found.hash(query) & SLOTS - 1;
      Known known = table[slot];
      if (known != null && known.matches(query, found)) {
        return known.decision();
      }
      Decision decision = decide(query, found);
      if (decision instanceof Decision.To) {
        table[slot] =
            new Known(
                copy(query, found.hostStart(), found.hostEnd()),
                copy(query, found.portStart(), found.portEnd()),
                decision);
      }
      return decision;
    }

    private static Decision decide(Bytes query, TargetParameters found) {
      String host = TargetParser.decode(query, found.hostStart(), found.hostEnd());
      String port = TargetParser.decode(query, found.portStart(), found.portEnd());
      String name = host == null ? null : TargetParser.host(host);
      int number = port == null ? 0 : TargetParser.port(port);
      if (name == null) {
        return refuse("Invalid porty_host: expected a host name or an IP address");
      }
      if (number == 0) {
        return refuse("Invalid porty_port: expected a number from 1 to 65535");
      }
      return Decision.to(new Target(name, number), "dynamic")
          .byClient()
          .with(samePlace(query, found));
    }

    /** A client that follows a Location of this backend is routed to it again. */
    private static Rewrite samePlace(Bytes query, TargetParameters found) {
      byte[] host = copy(query, found.hostStart(), found.hostEnd());
      byte[] port = copy(query, found.portStart(), found.portEnd());
      return Rewrite.none()
          .locationQuery(
              "porty_host="
                  + new String(host, StandardCharsets.US_ASCII)
                  + "&porty_port="
                  + new String(port, StandardCharsets.US_ASCII));
    }

    private static Decision refuse(String reason) {
      return Decision.respond(FailureCode.BAD_TARGET, reason);
    }

    private static byte[] copy(Bytes query, int start, int end) {
      byte[] value = new byte[end - start];
      for (int i = 0; i < value.length; i++) {
        value[i] = query.at(start + i);
      }
      return value;
    }
  }
}
