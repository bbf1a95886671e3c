package io.porty.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real jars, compiled here, loaded from a plugins folder. */
class PluginLoaderTest {

  @TempDir Path folder;

  private static final String PLUGIN =
      """
      package %1$s;
      public class P implements io.porty.api.plugin.PortyPlugin {
        public java.util.List<io.porty.api.route.RouterFactory<?>> routers() {
          return java.util.List.of(io.porty.api.route.RouterFactory.of("%2$s", io.porty.api.route.RouteRequest.class, java.util.List.of(),
            (s, c) -> r -> io.porty.api.route.Decision.respond(400, "x", %3$s)));
        }
      }
      """;

  /**
   * A jar with these sources (name, text, name, text ...), its service file naming {@code entry}.
   */
  private Path jar(String name, String entry, String level, String... sources) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work-" + name));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn",
                "-d",
                work.resolve("classes").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    for (int i = 0; i < sources.length; i += 2) {
      Path file = work.resolve(sources[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, sources[i + 1]);
      arguments.add(file.toString());
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path jar = Files.createDirectories(folder.resolve("plugins/" + name)).resolve(name + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (level != null) {
      manifest.getMainAttributes().putValue("Porty-Api-Level", level);
      manifest.getMainAttributes().putValue("Porty-Plugin-Version", "7.8");
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> classes = Files.walk(work.resolve("classes"))) {
      for (Path file : classes.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(work.resolve("classes").relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      if (entry != null) {
        out.putNextEntry(new JarEntry(PluginLoader.SERVICE_FILE));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private PluginCatalog load() throws PluginException {
    return new PluginLoader(getClass().getClassLoader()).load(folder.resolve("plugins"), List.of());
  }

  private static String ask(PluginCatalog catalog, String router) {
    @SuppressWarnings("unchecked")
    Router<RouteRequest> made =
        (Router<RouteRequest>) catalog.routers().get(router).create(null, null);
    return ((Decision.Respond) made.route(null)).reason();
  }

  @Test
  void loadsTwoPluginsWithDifferentVersionsOfOneLibrary() throws Exception {
    jar(
        "one",
        "one.P",
        "1",
        "one/P.java",
        PLUGIN.formatted("one", "first", "lib.Version.IT.toString()"),
        "lib/Version.java",
        "package lib; public class Version { public static final Object IT = \"1\" + Version.class.getClassLoader().getName(); }");
    jar(
        "two",
        "two.P",
        "1",
        "two/P.java",
        PLUGIN.formatted("two", "second", "lib.Version.IT.toString()"),
        "lib/Version.java",
        "package lib; public class Version { public static final Object IT = \"2\" + Version.class.getClassLoader().getName(); }");
    PluginCatalog catalog = load();

    assertThat(ask(catalog, "first")).isEqualTo("1plugin:one");
    assertThat(ask(catalog, "second")).isEqualTo("2plugin:two");
    assertThat(catalog.plugins()).extracting(p -> p.origin().version()).contains("7.8");
  }

  @Test
  void hidesPortyAndItsLibrariesFromPlugins() throws Exception {
    jar(
        "nosy",
        "nosy.P",
        "1",
        "nosy/P.java",
        PLUGIN
            .formatted("nosy", "nosy", "look()")
            .replace(
                "public class P implements io.porty.api.plugin.PortyPlugin {",
                "public class P implements io.porty.api.plugin.PortyPlugin { static String look() { String seen = \"\"; for (String n : new String[] {\"io.porty.engine.plugin.PluginLoader\", \"com.google.inject.Guice\", \"org.slf4j.Logger\", \"io.netty.channel.Channel\"}) { try { Class.forName(n); seen += \"+\"; } catch (ClassNotFoundException e) { seen += \"-\"; } } return seen; }"));

    assertThat(ask(load(), "nosy")).isEqualTo("--++");
  }

  @Test
  void namesBothJarsOfADuplicate() throws Exception {
    jar("one", "one.P", "1", "one/P.java", PLUGIN.formatted("one", "same", "\"x\""));
    jar("two", "two.P", "1", "two/P.java", PLUGIN.formatted("two", "same", "\"x\""));

    assertThatThrownBy(this::load)
        .hasMessageContaining("router \"same\"")
        .hasMessageContaining("plugins/one")
        .hasMessageContaining("plugins/two");
  }

  @Test
  void refusesWhatCannotRun() throws Exception {
    jar("old", "old.P", "99", "old/P.java", PLUGIN.formatted("old", "old", "\"x\""));
    assertThatThrownBy(this::load)
        .hasMessageContaining("API level 99")
        .hasMessageContaining("level 1");
    clean();
    jar("bare", "bare.P", null, "bare/P.java", PLUGIN.formatted("bare", "bare", "\"x\""));
    assertThatThrownBy(this::load).hasMessageContaining("lacks Porty-Api-Level");
    clean();
    jar(
        "fat",
        "fat.P",
        "1",
        "fat/P.java",
        PLUGIN.formatted("fat", "fat", "\"x\""),
        "io/porty/api/Mine.java",
        "package io.porty.api; class Mine {}");
    assertThatThrownBy(this::load).hasMessageContaining("scope provided");
    clean();
    jar("missing", "no.such.Class", "1", "m/P.java", PLUGIN.formatted("m", "m", "\"x\""));
    assertThatThrownBy(this::load).hasMessageContaining("no.such.Class");
    clean();
    jar("nothing", null, "1", "n/P.java", PLUGIN.formatted("n", "n", "\"x\""));
    assertThatThrownBy(this::load).hasMessageContaining("META-INF/services");
    clean();
    jar(
        "throwing",
        "t.P",
        "1",
        "t/P.java",
        PLUGIN
            .formatted("t", "t", "\"x\"")
            .replace(
                "public class P implements io.porty.api.plugin.PortyPlugin {",
                "public class P implements io.porty.api.plugin.PortyPlugin { public P() { throw new IllegalStateException(\"on purpose\"); }"));
    assertThatThrownBy(this::load)
        .hasMessageContaining("plugins/throwing")
        .hasMessageContaining("on purpose");
    clean();
    Files.createDirectories(folder.resolve("plugins/empty"));
    assertThatThrownBy(this::load).hasMessageContaining("without a jar");
    clean();
    Files.writeString(
        Files.createDirectories(folder.resolve("plugins")).resolve("x.jar"), "no jar");
    assertThatThrownBy(this::load)
        .hasMessageContaining("x.jar")
        .hasMessageContaining("not a readable jar");
  }

  private void clean() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("plugins"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
