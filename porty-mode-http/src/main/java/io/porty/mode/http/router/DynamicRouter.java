package io.porty.mode.http.router;

import static io.porty.mode.http.router.TargetParameters.HOST;
import static io.porty.mode.http.router.TargetParameters.PORT;
import static io.porty.mode.http.router.TargetParameters.SCHEME;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The router {@code dynamic}: the query parameters {@code porty_host}, {@code porty_port} and
 * {@code porty_scheme} choose the backend. Decisions are cached by the raw bytes of these values,
 * so that a repeated target allocates nothing.
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

    /**
     * What a query came to.
     *
     * @param present the parameters that it had, empty ones too: those are refused
     */
    private record Known(byte[][] values, int present, Scheme fallback, Decision decision) {

      boolean matches(Bytes query, TargetParameters found, Scheme scheme) {
        if (fallback != scheme || present != found.present()) {
          return false;
        }
        for (int name = 0; name < values.length; name++) {
          if (!same(values[name], query, found.start(name), found.end(name))) {
            return false;
          }
        }
        return true;
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
      if (!found.has(HOST)) {
        return found.has(PORT) || found.has(SCHEME)
            ? refuse("Missing porty_host parameter")
            : MISSING_BOTH;
      }
      Scheme fallback = request.targetScheme();
      int slot = found.hash(query) & SLOTS - 1;
      Known known = table[slot];
      if (known != null && known.matches(query, found, fallback)) {
        return known.decision();
      }
      Decision decision = decide(query, found, fallback);
      if (decision instanceof Decision.To) {
        byte[][] values = {
          copy(query, found, HOST), copy(query, found, PORT), copy(query, found, SCHEME)
        };
        table[slot] = new Known(values, found.present(), fallback, decision);
      }
      return decision;
    }

    private static Decision decide(Bytes query, TargetParameters found, Scheme fallback) {
      Scheme scheme =
          found.has(SCHEME) ? TargetScheme.find(decoded(query, found, SCHEME)) : fallback;
      if (scheme == null) {
        return refuse("Invalid porty_scheme: expected http, https or h2c");
      }
      String host = decoded(query, found, HOST);
      String name = host == null ? null : TargetParser.host(host);
      if (name == null) {
        return refuse("Invalid porty_host: expected a host name or an IP address");
      }
      if (!found.has(PORT) && !scheme.isTls()) {
        return refuse("Missing porty_port parameter");
      }
      String port = decoded(query, found, PORT);
      int number =
          !found.has(PORT) ? scheme.defaultPort() : port == null ? 0 : TargetParser.port(port);
      if (number == 0) {
        return refuse("Invalid porty_port: expected a number from 1 to 65535");
      }
      return Decision.to(TargetScheme.target(scheme, name, number), "dynamic")
          .byClient()
          .with(samePlace(query, found));
    }

    /** Null if an escape is malformed. */
    private static @Nullable String decoded(Bytes query, TargetParameters found, int name) {
      return TargetParser.decode(query, found.start(name), found.end(name));
    }

    /** A client that follows a Location of this backend is routed to it again. */
    private static Rewrite samePlace(Bytes query, TargetParameters found) {
      StringBuilder same = new StringBuilder("porty_host=").append(text(query, found, HOST));
      if (found.has(PORT)) {
        same.append("&porty_port=").append(text(query, found, PORT));
      }
      if (found.has(SCHEME)) {
        same.append("&porty_scheme=").append(text(query, found, SCHEME));
      }
      return Rewrite.none().locationQuery(same.toString());
    }

    private static String text(Bytes query, TargetParameters found, int name) {
      return new String(copy(query, found, name), StandardCharsets.US_ASCII);
    }

    private static Decision refuse(String reason) {
      return Decision.respond(FailureCode.BAD_TARGET, reason);
    }

    private static byte[] copy(Bytes query, TargetParameters found, int name) {
      byte[] value = new byte[found.end(name) - found.start(name)];
      for (int i = 0; i < value.length; i++) {
        value[i] = query.at(found.start(name) + i);
      }
      return value;
    }
  }
}
