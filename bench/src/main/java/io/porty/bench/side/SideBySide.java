package io.porty.bench.side;

import io.porty.bench.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs one scenario: warms everybody up, measures by turns, prints a Markdown table with medians
 * and the ratio of processor time to the first peer's.
 */
public final class SideBySide {

  private static final int WARM_UP_SECONDS = 8;

  private record Options(Scenario scenario, Path distribution, int rounds, int seconds) {}

  private record Round(Wrk.Result result, double cpu, double user, double megabytes) {}

  private SideBySide() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = read(arguments);
    if (options == null) {
      System.exit(2);
      return;
    }
    try (Bed bed = Bed.lay(options.distribution())) {
      run(options, bed);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static @org.jspecify.annotations.Nullable Options read(String[] arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Scenario scenario = arguments.length == 0 ? null : Scenario.named(arguments[0]).orElse(null);
    Path distribution = Path.of(given.getOrDefault("--porty", "."));
    String problem = null;
    if (scenario == null || arguments.length % 2 == 0) {
      problem =
          "usage: bench/run SCENARIO [--rounds 3] [--seconds 5] [--porty FOLDER]\n\n"
              + Arrays.stream(Scenario.values())
                  .map(each -> "  %-18s %s%n".formatted(each.word(), each.title()))
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
    return new Options(
        scenario,
        distribution,
        Integer.parseInt(given.getOrDefault("--rounds", "3")),
        Integer.parseInt(given.getOrDefault("--seconds", "5")));
  }

  private static void run(Options options, Bed bed) throws IOException, InterruptedException {
    Scenario scenario = options.scenario();
    List<Proxy> proxies = new ArrayList<>();
    for (String name : scenario.proxies()) {
      Proxy proxy = bed.proxies().get(name);
      if (proxy == null) {
        System.out.println("(" + name + " is not installed and left out)");
      } else {
        proxies.add(proxy);
      }
    }
    Map<Proxy, List<Round>> rounds = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      measure(proxy, scenario.load(), WARM_UP_SECONDS);
      rounds.put(proxy, new ArrayList<>());
    }
    for (int i = 0; i < options.rounds(); i++) {
      for (Proxy proxy : proxies) {
        rounds.get(proxy).add(measure(proxy, scenario.load(), options.seconds()));
      }
    }
    print(scenario, rounds);
  }

  private static Round measure(Proxy proxy, Scenario.Load load, int seconds)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(load.options());
    all.addAll(proxy.options());
    ProcessUse before = ProcessUse.of(proxy.process());
    Wrk.Result result =
        Wrk.run(proxy.url(load), new Scenario.Load(load.connections(), load.path(), all), seconds);
    ProcessUse after = ProcessUse.of(proxy.process());
    if (result.requests() == 0) {
      throw new IllegalStateException(proxy.name() + " answered nothing: " + result.errors());
    }
    double user = 1e6 * (after.user() - before.user()) / result.requests();
    double system = 1e6 * (after.system() - before.system()) / result.requests();
    return new Round(result, user + system, user, after.residentMegabytes());
  }

  private static void print(Scenario scenario, Map<Proxy, List<Round>> rounds) {
    System.out.printf("%n%s%n%n", scenario.title());
    System.out.println(
        "| proxy | requests/s | CPU µs/request | user | ratio | p50 ms | p99 ms | RSS MB | errors |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    Map<Proxy, Double> cpu = new LinkedHashMap<>();
    rounds.forEach((proxy, all) -> cpu.put(proxy, median(all.stream().map(Round::cpu).toList())));
    double best =
        cpu.entrySet().stream().skip(1).mapToDouble(Map.Entry::getValue).min().orElse(Double.NaN);
    rounds.forEach(
        (proxy, all) ->
            System.out.printf(
                "| %s | %.0f | %.1f | %.1f | %.2f | %.2f | %.2f | %.0f | %s |%n",
                proxy.name(),
                median(all.stream().map(round -> round.result().perSecond()).toList()),
                cpu.get(proxy),
                median(all.stream().map(Round::user).toList()),
                cpu.get(proxy) / best,
                median(all.stream().map(round -> round.result().p50()).toList()),
                median(all.stream().map(round -> round.result().p99()).toList()),
                median(all.stream().map(Round::megabytes).toList()),
                all.stream()
                    .map(round -> round.result().errors())
                    .filter(errors -> !errors.isEmpty())
                    .distinct()
                    .collect(Collectors.joining("; "))));
    System.out.println("\nRatio: CPU time to the best of those below the first row.");
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
