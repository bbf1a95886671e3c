package io.porty.bench.fault;

import io.porty.bench.fault.Faults.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The clock of the day jumps, an hour ahead and two back, for this one process (libfaketime). */
final class Clock {

  private static final Path LIBRARY =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
  private static final Path STEP =
      Path.of(System.getProperty("java.io.tmpdir"), "porty-fault-clock");

  static Setting stepped(String toml) {
    boolean here = Files.exists(LIBRARY);
    List<String> by =
        here
            ? List.of(
                "sh",
                "-c",
                "echo +0 > "
                    + STEP
                    + " && exec env DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 FAKETIME_TIMESTAMP_FILE="
                    + STEP
                    + " LD_PRELOAD="
                    + LIBRARY
                    + " \"$0\" \"$@\"")
            : List.of();
    return new Setting(
        "clock stepped",
        "127.0.0.1",
        by,
        toml,
        bed -> {
          if (!here) {
            throw new Fault.NotHere("needs the package faketime");
          }
          for (String step : List.of("+1h", "-2h", "+0")) {
            Files.writeString(STEP, step + "\n");
            Subject.sleep(1_500);
          }
          Files.deleteIfExists(STEP);
          return System.nanoTime();
        });
  }

  private Clock() {}
}
