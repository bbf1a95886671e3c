package com.example;

import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouterFactory;
import java.util.List;

/** The router {@code beta}: what is below a path goes to a target of its own. */
public final class BetaPlugin implements PortyPlugin {

  private static final Key<String> PATH =
      Key.string("path", "/beta", "Requests for this path, and below it, are beta");

  private static final Key<Target> TARGET = Key.target("target", null, "Where beta requests go");

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        RouterFactory.http(
            "beta",
            List.of(PATH, TARGET),
            (settings, context) -> {
              String path = settings.get(PATH);
              String below = path + "/";
              Decision beta = Decision.to(settings.get(TARGET), "beta");
              return request -> {
                // As a backend reads it: /%62eta and //beta are /beta.
                String asked = request.normalizedPath();
                return asked.equals(path) || asked.startsWith(below) ? beta : Decision.pass();
              };
            }));
  }
}
