package io.porty.bench.fault;

import java.io.IOException;

/** What only root may do. */
final class Root {

  static void run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new Fault.NotHere(said.strip());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static boolean is() {
    return "root".equals(System.getProperty("user.name"));
  }

  private Root() {}
}
