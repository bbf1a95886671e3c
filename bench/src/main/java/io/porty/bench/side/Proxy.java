package io.porty.bench.side;

import java.util.List;

/**
 * Something to put the load on.
 *
 * @param options of wrk, for this proxy only
 */
record Proxy(String name, int port, String path, ProcessHandle process, List<String> options) {

  String url(Scenario.Load load) {
    return (name.contains("https") ? "https" : "http")
        + "://127.0.0.1:"
        + port
        + (path.isEmpty() ? load.path() : path);
  }
}
