package io.porty.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to start this same Porty once more: by its launcher, or by the same java with the same flags.
 */
final class Relaunch {

  static List<String> command() {
    Optional<String> launcher = Optional.ofNullable(System.getProperty("porty.launcher"));
    if (launcher.isPresent()) {
      return List.of(launcher.get());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(
        System.getProperty("java.class.path")
            .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator));
    command.add(Main.class.getName());
    return command;
  }

  private Relaunch() {}
}
