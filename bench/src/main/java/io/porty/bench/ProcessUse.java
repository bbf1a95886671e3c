package io.porty.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its children have used, from /proc (proc(5)).
 *
 * @param user processor time in seconds
 * @param system processor time in seconds
 * @param residentMegabytes memory
 */
public record ProcessUse(double user, double system, double residentMegabytes) {

  /** USER_HZ of proc(5): 100 on every Linux that runs a JVM. */
  private static final double TICKS_IN_SECOND = 100;

  public static ProcessUse of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(ProcessUse::ofOne)
        .reduce(new ProcessUse(0, 0, 0), ProcessUse::plus);
  }

  private static ProcessUse ofOne(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double kilobytes =
          Files.readAllLines(folder.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
              .sum();
      return new ProcessUse(
          Long.parseLong(fields[11]) / TICKS_IN_SECOND,
          Long.parseLong(fields[12]) / TICKS_IN_SECOND,
          kilobytes / 1024);
    } catch (IOException gone) {
      return new ProcessUse(0, 0, 0);
    }
  }

  private ProcessUse plus(ProcessUse other) {
    return new ProcessUse(
        user + other.user, system + other.system, residentMegabytes + other.residentMegabytes);
  }
}
