package io.porty.net.tls.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The name of this machine, without asking a name server. */
public final class MachineName {

  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  /**
   * As the kernel or the environment has it; empty if neither does. Reads a file.
   *
   * @param environment of the process
   */
  public static String of(Map<String, String> environment) {
    try {
      if (Files.isReadable(LINUX)) {
        return Files.readString(LINUX).strip();
      }
    } catch (IOException e) {
      return "";
    }
    return environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
  }

  private MachineName() {}
}
