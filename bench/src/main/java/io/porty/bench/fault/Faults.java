package io.porty.bench.fault;

import io.porty.bench.Ports;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code Faults PORTY-FOLDER [NAME ...]}: does faults to a Porty under load, one after the other,
 * and prints what each cost as a Markdown table. Exits with 1 if a bystander lost a request,
 * somebody did not recover, or something was left behind.
 */
public final class Faults {

  private static final int CLIENTS = 8;
  private static final long WARM_MILLIS = 2_000;
  private static final long AFTER_MILLIS = 3_000;

  /** Longer than Porty keeps idle backend connections. */
  private static final long QUIET_MILLIS = 6_000;

  private static final int SPARE_DESCRIPTORS = 8;
  private static final int SPARE_THREADS = 18;

  private Faults() {}

  /**
   * How a Porty is started for a fault.
   *
   * @param host what the clients ask for
   */
  record Setting(String name, String host, List<String> by, String toml, Fault fault) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 0) {
      System.err.println("usage: bench/faults [NAME ...]");
      System.exit(2);
    }
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    Names.serve();
    Map<String, Setting> all = new LinkedHashMap<>();
    Catalogue.all(arguments[0]).forEach(setting -> all.put(setting.name(), setting));
    System.out.println(
        "| fault | requests | failed | how | bystander failed | longest ms | well again after ms | descriptors | threads | MB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    boolean well = true;
    for (Setting setting : all.values()) {
      if (wanted.isEmpty() || wanted.contains(setting.name())) {
        well &= run(arguments[0], setting);
      }
    }
    System.exit(well ? 0 : 1);
  }

  private static boolean run(String home, Setting setting)
      throws IOException, InterruptedException {
    int[] ports = Ports.free(2);
    try (FaultBackend backend = new FaultBackend("127.0.0.1", ports[0], 512);
        FaultBackend other = new FaultBackend("127.0.0.1", ports[1], 512);
        Subject porty = new Subject(home, setting.by(), setting.toml())) {
      Subject.Held before;
      Load load;
      Load bystander;
      long wellSince;
      try (Load web = new Load(porty.port, FaultBed.to(setting.host(), ports[0]), CLIENTS);
          Load beside = new Load(porty.port, FaultBed.to("127.0.0.1", ports[1]), 2)) {
        load = web;
        bystander = beside;
        Subject.sleep(WARM_MILLIS);
        before = porty.held();
        wellSince = setting.fault().happen(new FaultBed(porty, backend, web, beside));
        Subject.sleep(AFTER_MILLIS);
      } catch (Fault.NotHere e) {
        System.out.printf("| %s | left out: %s |%n", setting.name(), e.getMessage());
        return true;
      }
      Subject.sleep(QUIET_MILLIS);
      return report(setting, load, bystander, wellSince, before, porty.held());
    }
  }

  private static boolean report(
      Setting setting,
      Load load,
      Load bystander,
      long wellSince,
      Subject.Held before,
      Subject.Held after) {
    long late = load.lastFailure() == 0 ? 0 : (load.lastFailure() - wellSince) / 1_000_000;
    boolean recovered = late < AFTER_MILLIS - 1_000;
    boolean kept =
        after.descriptors() > before.descriptors() + SPARE_DESCRIPTORS
            || after.threads() > before.threads() + SPARE_THREADS;
    System.out.printf(
        "| %s | %d | %d | %s | %d | %d | %s | %d → %d | %d → %d | %.0f → %.0f |%n",
        setting.name(),
        load.done(),
        load.failed(),
        load.failures(),
        bystander.failed(),
        load.longestMillis(),
        recovered ? Long.toString(Math.max(0, late)) : "NOT",
        before.descriptors(),
        after.descriptors(),
        before.threads(),
        after.threads(),
        before.megabytes(),
        after.megabytes());
    return recovered && !kept && bystander.failed() == 0;
  }
}
