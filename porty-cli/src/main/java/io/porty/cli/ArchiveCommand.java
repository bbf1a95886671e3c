package io.porty.cli;

import io.porty.engine.StartException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty archive}: what the first start does in the background, before any start. */
@Command(
    name = "archive",
    description = {
      "Make the archive of classes that halves the time to start, and say where it is: for the build",
      "of an image, whose containers have no time or memory for it"
    })
final class ArchiveCommand implements Callable<Integer> {

  private static final int LIMIT_MINUTES = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  /** The launcher knows Java, the flags and the place, and says so in the environment. */
  @Override
  public Integer call() throws Exception {
    Path archive = Path.of(variable("PORTY_ARCHIVE_FILE"));
    Path home = Home.folder().orElseThrow(ArchiveCommand::withoutLauncher);
    Path said = Files.createTempFile("porty-archive", ".log");
    try {
      make(archive, home, said.toFile());
    } finally {
      Files.deleteIfExists(said);
    }
    spec.commandLine()
        .getOut()
        .println("porty: " + archive + ", " + Files.size(archive) / 1_000_000 + " MB");
    return 0;
  }

  private static void make(Path archive, Path home, File said)
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
    builder.redirectErrorStream(true).redirectOutput(said);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
      throw new StartException(
          StartException.FAILED, "no archive was made within " + LIMIT_MINUTES + " minutes");
    }
    if (process.exitValue() != 0 || !Files.exists(archive)) {
      String words = Files.readString(said.toPath()).strip();
      throw new StartException(
          StartException.FAILED,
          words.isEmpty() ? "no archive was made" : words.replaceFirst("^porty: ", ""));
    }
  }

  private static String variable(String name) throws StartException {
    String value = System.getenv(name);
    if (value == null) {
      throw withoutLauncher();
    }
    return value;
  }

  private static StartException withoutLauncher() {
    return new StartException(
        StartException.CONFIGURATION,
        "only bin/porty makes an archive, and not with PORTY_ARCHIVE=off or flags of your own for it in PORTY_OPTS");
  }
}
