package com.example.bluegreen;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The router {@code blue_green}: all traffic goes to the release that a file names. {@code echo
 * green > active} switches, without a reload. For TCP and HTTP.
 */
public final class BlueGreenPlugin implements PortyPlugin {

  private static final Key<String> FILE =
      Key.string("file", null, "The file whose only word is the name of the active release");

  private static final Key<String> NAME = Key.string("name", null, "A release: \"blue\"");

  private static final Key<Target> TARGET = Key.target("target", null, "Where that release runs");

  private static final Key<List<Settings>> RELEASES =
      Key.tables("releases", List.of(NAME, TARGET), "What there is to switch between");

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        RouterFactory.of(
            "blue_green",
            RouteRequest.class,
            List.of(FILE, RELEASES),
            (settings, context) -> create(settings)));
  }

  private static Router<RouteRequest> create(Settings settings) {
    Map<String, Decision> releases = new HashMap<>();
    for (Settings release : settings.get(RELEASES)) {
      String name = release.get(NAME);
      if (releases.put(name, Decision.to(release.get(TARGET), name)) != null) {
        release.report(NAME, "\"" + name + "\" is there already", "Give each its own name.");
      }
    }
    if (releases.isEmpty()) {
      settings.report(
          RELEASES, "are missing", "Write each under [[routes.blue_green.releases]].");
    }
    return new FileSwitch(Path.of(settings.get(FILE)), releases);
  }
}
