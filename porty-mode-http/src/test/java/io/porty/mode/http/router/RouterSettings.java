package io.porty.mode.http.router;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The settings of one router, and the errors that it reports about them. */
final class RouterSettings implements Settings {

  private final Map<String, Object> values = new HashMap<>();
  final List<String> problems = new ArrayList<>();

  /**
   * @param namesAndValues names of keys alternating with values as TOML has them
   */
  static RouterSettings of(Object... namesAndValues) {
    RouterSettings settings = new RouterSettings();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  Router<HttpRouteRequest> router(RouterFactory<HttpRouteRequest> factory) {
    return router(factory, List.of(), null);
  }

  Router<HttpRouteRequest> router(
      RouterFactory<HttpRouteRequest> factory, List<String> hosts, @Nullable Target target) {
    return factory.create(
        this, new Surroundings(new RouteInfo("test", hosts, Optional.ofNullable(target))));
  }

  private record Surroundings(RouteInfo route) implements RouterFactory.Context {
    @Override
    public String portyVersion() {
      return "test";
    }

    @Override
    public Executor blocking() {
      return Runnable::run;
    }
  }

  @Override
  public <T> T get(Key<T> key) {
    return find(key).or(key::defaultValue).orElseThrow(() -> new MissingKeyException(key));
  }

  @Override
  public <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable(values.get(key.name())).map(key::read);
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    problems.add(key.name() + " " + message);
  }
}
