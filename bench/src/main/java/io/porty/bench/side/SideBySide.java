package io.porty.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measures what is named: Porty and the peers that are installed, by turns, on one bed. */
public final class SideBySide {

  private record Options(Experiment experiment, Path distribution, Meter meter, Report report) {}

  private SideBySide() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = read(arguments);
    if (options == null) {
      System.exit(2);
      return;
    }
    try (Bed bed = Bed.lay(options.distribution())) {
      options.experiment().run(bed, options.meter(), options.report());
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static @Nullable Options read(String[] arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Experiment experiment =
        arguments.length == 0 ? null : Experiments.named(arguments[0]).orElse(null);
    Path distribution = Path.of(given.getOrDefault("--porty", "."));
    String problem = null;
    if (experiment == null || arguments.length % 2 == 0) {
      problem =
          "usage: bench/run WHAT [--rounds 3] [--seconds 5] [--charts FOLDER] [--porty FOLDER]\n\n"
              + Experiments.all().stream()
                  .map(each -> "  %-18s %s%n".formatted(each.code(), each.title()))
                  .collect(Collectors.joining());
    } else if (!Files.isExecutable(distribution.resolve("bin/porty"))) {
      problem = distribution + " holds no bin/porty; build it first: mvn -q -DskipTests package";
    } else if (!Bed.installed("wrk") || !Bed.installed("nginx")) {
      problem = "wrk and nginx have to be installed: the load, and the backend";
    }
    if (problem != null) {
      System.err.println(problem);
      return null;
    }
    Meter meter =
        new Meter(
            Integer.parseInt(given.getOrDefault("--rounds", "3")),
            Integer.parseInt(given.getOrDefault("--seconds", "5")));
    String charts = given.get("--charts");
    return new Options(
        experiment,
        distribution,
        meter,
        new Report(System.out, charts == null ? null : Path.of(charts)));
  }
}
