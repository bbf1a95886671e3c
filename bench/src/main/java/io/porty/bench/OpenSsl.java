package io.porty.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Has openssl make files; it need not be installed for what needs no TLS. */
public final class OpenSsl {

  /**
   * Runs a line of the shell.
   *
   * @throws IllegalStateException with what it printed, if it fails
   */
  public static void run(Path folder, String line) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes());
    if (shell.waitFor() != 0) {
      throw new IllegalStateException("openssl: " + out);
    }
  }

  private OpenSsl() {}
}
