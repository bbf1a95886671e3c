package io.porty.system;

import io.porty.fixture.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** A stranger's plugin: compiled against the jars of the unpacked archive and packed into one. */
final class PluginJar {

  /**
   * Builds {@code plugins/NAME/NAME.jar}.
   *
   * @param entry the plugin's class
   * @param libraries jars that it is compiled against, and that are put beside it
   * @param sources file name, text, file name, text
   */
  static Path build(Path home, String name, String entry, List<Path> libraries, String... sources) {
    try {
      Path work = Scratch.folder("plugin-" + name);
      Path folder = Files.createDirectories(home.resolve("plugins").resolve(name));
      StringBuilder classPath = new StringBuilder();
      try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
        jars.filter(p -> p.toString().endsWith(".jar"))
            .forEach(p -> classPath.append(p).append(':'));
      }
      for (Path library : libraries) {
        classPath.append(library).append(':');
        Files.copy(library, folder.resolve(library.getFileName()));
      }
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-nowarn",
                  "--release",
                  "17",
                  "-proc:none",
                  "-d",
                  work.resolve("classes").toString(),
                  "-cp",
                  classPath.toString()));
      for (int i = 0; i < sources.length; i += 2) {
        Path file = work.resolve(sources[i]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sources[i + 1]);
        arguments.add(file.toString());
      }
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new AssertionError("the plugin " + name + " does not compile");
      }
      return pack(folder.resolve(name + ".jar"), work.resolve("classes"), entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path pack(Path jar, Path classes, String entry) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Porty-Api-Level", "1");
    manifest.getMainAttributes().putValue("Porty-Plugin-Version", "7.8");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      out.putNextEntry(new JarEntry("META-INF/services/io.porty.api.plugin.PortyPlugin"));
      out.write(entry.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private PluginJar() {}
}
