package io.porty.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command that starts this Porty again: the launcher, or the same Java binary with the same JVM
 * flags and class path if there was no launcher.
 */
final class Relaunch {

  /** The command without Porty's own arguments. */
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
