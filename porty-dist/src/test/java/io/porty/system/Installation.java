package io.porty.system;

import io.porty.fixture.Programs;
import io.porty.fixture.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The archive, unpacked in an empty folder with a space in its name, as a user would have it. */
final class Installation {

  private static final Path HOME = unpack();

  /** What a program said and how it ended. */
  record Result(int exit, String out, String err) {}

  private static Path unpack() {
    Path folder = Scratch.folder("porty it ");
    Result tar = run(folder, Map.of(), "tar", "xzf", System.getProperty("porty.archive"));
    if (tar.exit() != 0) {
      throw new AssertionError(tar.err());
    }
    return folder.resolve(System.getProperty("porty.name"));
  }

  static Path home() {
    return HOME;
  }

  static String launcher() {
    return HOME.resolve("bin").resolve("porty").toString();
  }

  /** Runs {@code bin/porty} to its end. */
  static Result porty(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return run(HOME, Map.of(), command.toArray(String[]::new));
  }

  /** Runs a program to its end, at most a minute. */
  static Result run(Path folder, Map<String, String> environment, String... command) {
    Programs.need(command[0]);
    try {
      Path out = Scratch.file("out", ".txt");
      Path err = Scratch.file("err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not finished in a minute: " + String.join(" ", command));
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Result curl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
    command.addAll(List.of(arguments));
    return run(HOME, Map.of(), command.toArray(String[]::new));
  }

  private Installation() {}
}
