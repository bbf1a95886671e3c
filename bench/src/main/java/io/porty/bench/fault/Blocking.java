package io.porty.bench.fault;

import io.porty.bench.fault.Faults.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A plugin whose router sleeps on the event loop, for as long as a file is there. */
final class Blocking {

  private static final String SOURCE =
      """
      package slow;
      import io.porty.api.*;
      import io.porty.api.plugin.PortyPlugin;
      import io.porty.api.route.*;
      import java.nio.file.*;
      import java.util.List;
      public final class Slow implements PortyPlugin {
        private static final Path FLAG = Path.of("%s");
        public List<RouterFactory<?>> routers() {
          return List.of(new RouterFactory<HttpRouteRequest>() {
            public String name() { return "slow"; }
            public Class<HttpRouteRequest> requestType() { return HttpRouteRequest.class; }
            public Router<HttpRouteRequest> create(Settings settings, Context context) {
              return request -> {
                if (Files.exists(FLAG)) {
                  try { Thread.sleep(300); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
                }
                return Decision.pass();
              };
            }
          });
        }
      }
      """;

  static Setting plugin(String home, String toml) throws IOException {
    Path own = Files.createTempDirectory("porty-fault-home");
    Path flag = own.resolve("block");
    build(Path.of(home), own.resolve("plugins/slow"), SOURCE.formatted(flag));
    return new Setting(
        "plugin blocks",
        "127.0.0.1",
        List.of("env", "PORTY_OPTS=-Dporty.home=" + own),
        toml + "routers = [\"slow\", \"dynamic\"]\n",
        bed -> {
          Files.createFile(flag);
          Subject.sleep(6_000);
          Files.delete(flag);
          long well = System.nanoTime();
          Subject.await(() -> bed.porty().log().contains("keeps the event loop"));
          return well;
        });
  }

  private static void build(Path home, Path folder, String source) throws IOException {
    Path classes = Files.createTempDirectory("porty-fault-classes");
    Path file = Files.createDirectories(classes.resolve("slow")).resolve("Slow.java");
    Files.writeString(file, source);
    String api;
    try (var jars = Files.list(home.resolve("lib"))) {
      api =
          jars.filter(jar -> jar.getFileName().toString().startsWith("porty-api-"))
              .findFirst()
              .orElseThrow()
              .toString();
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", api, "--release", "17", file.toString());
    if (exit != 0) {
      throw new IOException("the plugin cannot be compiled");
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Porty-Api-Level", "1");
    manifest.getMainAttributes().putValue("Porty-Plugin-Version", "1.0");
    Files.createDirectories(folder);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("slow.jar")), manifest)) {
      jar.putNextEntry(new JarEntry("META-INF/services/io.porty.api.plugin.PortyPlugin"));
      jar.write("slow.Slow\n".getBytes());
      jar.closeEntry();
      try (var compiled = Files.list(classes.resolve("slow"))) {
        for (Path one : compiled.filter(p -> p.toString().endsWith(".class")).toList()) {
          jar.putNextEntry(new JarEntry("slow/" + one.getFileName()));
          jar.write(Files.readAllBytes(one));
          jar.closeEntry();
        }
      }
    }
  }

  private Blocking() {}
}
