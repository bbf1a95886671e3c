package io.porty.bench.side;

import io.porty.bench.ProcessUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a load on proxies by turns, and takes the medians. */
final class Meter {

  private static final int FIRST_WARM_UP_SECONDS = 8;
  private static final int FURTHER_WARM_UP_SECONDS = 2;

  /** Puts a load on a proxy for a while. */
  interface Driver {
    Wrk.Result run(Proxy proxy, int seconds) throws IOException, InterruptedException;
  }

  private final int rounds;
  private final int seconds;
  private final Set<ProcessHandle> warm = new HashSet<>();

  Meter(int rounds, int seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  int seconds() {
    return seconds;
  }

  /** Medians for each proxy, in their order; everybody is warmed up first. */
  Map<Proxy, Figures> measure(List<Proxy> proxies, Scenario.Load load)
      throws IOException, InterruptedException {
    return measure(proxies, (proxy, time) -> drive(proxy, load, time));
  }

  /** The same with another load than wrk's and h2load's. */
  Map<Proxy, Figures> measure(List<Proxy> proxies, Driver load)
      throws IOException, InterruptedException {
    Map<Proxy, List<Figures>> all = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      once(
          proxy, load, warm.add(proxy.process()) ? FIRST_WARM_UP_SECONDS : FURTHER_WARM_UP_SECONDS);
      all.put(proxy, new ArrayList<>());
    }
    for (int i = 0; i < rounds; i++) {
      for (Proxy proxy : proxies) {
        all.get(proxy).add(once(proxy, load, seconds));
      }
    }
    Map<Proxy, Figures> medians = new LinkedHashMap<>();
    all.forEach((proxy, figures) -> medians.put(proxy, Figures.median(figures)));
    return medians;
  }

  private static Wrk.Result drive(Proxy proxy, Scenario.Load load, int seconds)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(load.options());
    options.addAll(proxy.options());
    Scenario.Load own = new Scenario.Load(load.connections(), load.streams(), load.path(), options);
    return load.streams() > 0
        ? H2Load.run(proxy.url(own), own, seconds)
        : Wrk.run(proxy.url(own), own, seconds);
  }

  private static Figures once(Proxy proxy, Driver load, int seconds)
      throws IOException, InterruptedException {
    ProcessUse before = ProcessUse.of(proxy.process());
    Wrk.Result result = load.run(proxy, seconds);
    ProcessUse after = ProcessUse.of(proxy.process());
    if (result.requests() == 0) {
      throw new IllegalStateException(proxy.name() + " answered nothing: " + result.errors());
    }
    double user = 1e6 * (after.user() - before.user()) / result.requests();
    double system = 1e6 * (after.system() - before.system()) / result.requests();
    return new Figures(
        result.perSecond(),
        user + system,
        user,
        result.p50(),
        result.p99(),
        after.residentMegabytes(),
        result.errors());
  }
}
