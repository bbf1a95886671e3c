package io.porty.bench.micro;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.route.GuardedRouter;
import io.porty.engine.route.RouterChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a stranger's router that does nothing costs: in a jar and class loader of its own, in front
 * of a router that decides, guarded as in Porty.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PluginDecision {

  private static final String SOURCE =
      """
      package noop;
      import io.porty.api.plugin.PortyPlugin;
      import io.porty.api.route.*;
      import java.util.List;
      public class NoopPlugin implements PortyPlugin {
        public List<RouterFactory<?>> routers() {
          return List.of(RouterFactory.http("noop", List.of(), (s, c) -> request -> Decision.pass()));
        }
      }
      """;

  private final RouteRequest request = new BenchRequest("localhost", "/users", "id=7");
  private RouterChain without = new RouterChain("bench", List.of(), Duration.ofSeconds(30));
  private RouterChain with = without;

  @Setup
  @SuppressWarnings("unchecked")
  public void load() throws Exception {
    Path plugins = Files.createTempDirectory("bench-plugins");
    build(plugins.resolve("noop.jar"));
    PluginCatalog catalog =
        new PluginLoader(PluginDecision.class.getClassLoader()).load(plugins, List.of());
    RouterFactory<RouteRequest> factory =
        (RouterFactory<RouteRequest>) catalog.routers().get("noop");
    Decision decision = Decision.to(new Target("127.0.0.1", 3000), "fixed");
    Router<RouteRequest> fixed = asked -> decision;
    GuardedRouter last = new GuardedRouter("fixed", "bench", fixed, false, java.util.Set.of());
    GuardedRouter first =
        new GuardedRouter(
            "noop", "bench", factory.create(FixedSettings.of(), null), false, java.util.Set.of());
    without = new RouterChain("bench", List.of(last), Duration.ofSeconds(30));
    with = new RouterChain("bench", List.of(first, last), Duration.ofSeconds(30));
  }

  private static void build(Path jar) throws IOException {
    Path work = Files.createTempDirectory("bench-noop");
    Path source = Files.writeString(work.resolve("NoopPlugin.java"), SOURCE);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-d",
                work.resolve("classes").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    if (result != 0) {
      throw new IllegalStateException("the plugin does not compile");
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Porty-Api-Level", "1");
    manifest.getMainAttributes().putValue("Porty-Plugin-Version", "1");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(work.resolve("classes"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(work.resolve("classes").relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      out.putNextEntry(new JarEntry("META-INF/services/io.porty.api.plugin.PortyPlugin"));
      out.write("noop.NoopPlugin".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Benchmark
  public RouteAnswer withoutPlugin() {
    return without.route(request);
  }

  @Benchmark
  public RouteAnswer withPlugin() {
    return with.route(request);
  }
}
