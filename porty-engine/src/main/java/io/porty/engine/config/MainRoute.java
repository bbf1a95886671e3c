package io.porty.engine.config;

import java.util.List;

/** What the route of the global keys has besides its address and its target. */
final class MainRoute {

  /** Nothing, for a TCP route; with {@code --tls}, an HTTP route to its target alone. */
  static ConfigTable table(Globals globals) {
    ConfigTable table = new ConfigTable();
    globals
        .ofCommandLine(GlobalKeys.TLS)
        .ifPresent(
            word -> {
              ConfigPosition place = globals.file().place();
              ConfigValue fixed = new ConfigValue("fixed", place);
              table.put(RouteKeys.MODE.name(), new ConfigValue("http", place));
              table.put(RouteKeys.ROUTERS.name(), new ConfigValue(List.of(fixed), place));
              table.put(TlsKeys.TABLE, new ConfigValue(word, place));
            });
    return table;
  }

  private MainRoute() {}
}
