package io.porty.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The static files of the dashboard, which load nothing from other hosts. */
final class Dashboard {

  /** The files by path. */
  static Map<String, Endpoint> files() {
    Map<String, Endpoint> files = new LinkedHashMap<>();
    files.put("/", file("dashboard.html", "text/html; charset=utf-8"));
    files.put("/dashboard.css", file("dashboard.css", "text/css; charset=utf-8"));
    files.put("/dashboard.js", file("dashboard.js", "text/javascript; charset=utf-8"));
    files.put("/chart.js", file("chart.js", "text/javascript; charset=utf-8"));
    return files;
  }

  private static Endpoint file(String name, String type) {
    return request -> new AdminResponse(200, type, read(name));
  }

  private static byte[] read(String name) {
    try (InputStream in = Dashboard.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dashboard() {}
}
