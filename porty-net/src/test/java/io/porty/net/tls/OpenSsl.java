package io.porty.net.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Runs openssl. Without it a test is skipped by name, and fails with {@code
 * -Dporty.programs=required}.
 */
public final class OpenSsl {

  /** Its output; it must succeed. */
  public static String run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      String why = "the program \"openssl\" is not installed";
      if ("required".equals(System.getProperty("porty.programs"))) {
        throw new AssertionError(why, e);
      }
      System.out.println("SKIPPED: openssl is missing");
      throw new TestAbortedException(why);
    }
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private OpenSsl() {}
}
