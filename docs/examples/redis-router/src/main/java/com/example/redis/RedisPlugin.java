package com.example.redis;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The router {@code redis}: what a request is for is looked up in Redis, {@code SET
 * porty:shop.example 10.0.0.7:8080}. Answers are remembered for a while; when Redis is down, what
 * was known goes on being used.
 */
public final class RedisPlugin implements PortyPlugin {

  private static final Key<Target> SERVER =
      Key.target("server", new Target("127.0.0.1", 6379), "The Redis server");

  private static final Key<String> PASSWORD = Key.secret("password", "For AUTH");

  private static final Key<String> BY =
      Key.choice(
          "by",
          "host",
          List.of("host", "path", "header"),
          "What is looked up: the Host without port, the first segment of the path, or a header");

  private static final Key<String> HEADER =
      Key.string("header", null, "The header, with by = \"header\"");

  private static final Key<String> PREFIX =
      Key.string("prefix", "porty:", "What stands before it in the Redis key");

  private static final Key<Duration> REMEMBER =
      Key.seconds("remember_seconds", 5, 0, 86_400, "How long an answer is used without asking");

  private static final Key<Duration> DEADLINE =
      Key.seconds("deadline_seconds", 0.5, 0.01, 60, "How long an answer may take");

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        RouterFactory.http(
            "redis",
            List.of(SERVER, PASSWORD, BY, HEADER, PREFIX, REMEMBER, DEADLINE),
            RedisPlugin::create));
  }

  private static Router<HttpRouteRequest> create(
      Settings settings, RouterFactory.Context context) {
    Duration deadline = settings.get(DEADLINE);
    RedisTable table =
        new RedisTable(
            settings.get(SERVER), settings.find(PASSWORD), settings.get(PREFIX), deadline);
    return new LookupRouter(
        subject(settings), table, settings.get(REMEMBER), deadline, context.blocking());
  }

  /** What of a request is looked up; empty if it has none. */
  private static Function<HttpRouteRequest, String> subject(Settings settings) {
    switch (settings.get(BY)) {
      case "path":
        return request -> {
          String path = request.normalizedPath();
          return path.split("/", 3)[path.startsWith("/") ? 1 : 0];
        };
      case "header":
        String header = settings.get(HEADER);
        return request -> request.header(header).orElse("");
      default:
        return request ->
            request.authority().replaceFirst(":[0-9]+$", "").toLowerCase(java.util.Locale.ROOT);
    }
  }
}
