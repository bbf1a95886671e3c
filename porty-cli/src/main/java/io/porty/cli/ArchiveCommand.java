package io.porty.cli;

import io.porty.engine.StartException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code porty archive}: creates the class data sharing archive now, which otherwise the first
 * start creates in the background.
 */
@Command(
    name = "archive",
    description = {
      "Create the class archive (CDS) that halves the start time, and print its path. Run it when you",
      "build a container image: containers may lack the time or memory to create it"
    })
final class ArchiveCommand implements Callable<Integer> {

  private static final int TIMEOUT_MINUTES = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HelpOption help = new HelpOption();

  /** The launcher passes the Java binary, its flags and the archive's path in the environment. */
  @Override
  public Integer call() throws Exception {
    Path archive = Path.of(variable("PORTY_ARCHIVE_FILE"));
    Path home = Home.folder().orElseThrow(ArchiveCommand::noLauncher);
    Path output = Files.createTempFile("porty-archive", ".log");
    try {
      create(archive, home, output.toFile());
    } finally {
      Files.deleteIfExists(output);
    }
    spec.commandLine()
        .getOut()
        .println("porty: " + archive + ", " + Files.size(archive) / 1_000_000 + " MB");
    return 0;
  }

  private static void create(Path archive, Path home, File output)
      throws StartException, IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("bin").resolve("porty-archive").toString(),
            variable("PORTY_ARCHIVE_JAVA"),
            variable("PORTY_ARCHIVE_VERSION"),
            archive.toString(),
            home.toString());
    builder.environment().put("PORTY_FLAGS", variable("PORTY_ARCHIVE_FLAGS"));
    builder.environment().put("PORTY_ARCHIVE_NOW", "1");
    builder.redirectErrorStream(true).redirectOutput(output);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
      throw new StartException(
          StartException.FAILED,
          "the archive was not created within " + TIMEOUT_MINUTES + " minutes");
    }
    if (process.exitValue() != 0 || !Files.exists(archive)) {
      String message = Files.readString(output.toPath()).strip();
      throw new StartException(
          StartException.FAILED,
          message.isEmpty() ? "the archive was not created" : message.replaceFirst("^porty: ", ""));
    }
  }

  private static String variable(String name) throws StartException {
    String value = System.getenv(name);
    if (value == null) {
      throw noLauncher();
    }
    return value;
  }

  private static StartException noLauncher() {
    return new StartException(
        StartException.CONFIGURATION,
        "only bin/porty can create the archive; run it without PORTY_ARCHIVE=off and without archive flags in PORTY_OPTS");
  }
}
