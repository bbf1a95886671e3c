package io.porty.bench.side;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that there is to measure. */
final class Experiments {

  static List<Experiment> all() {
    return Stream.concat(
            Arrays.stream(Scenario.values()),
            Stream.of(
                new TlsResume(),
                new TlsFlood(),
                new CertificateCount(),
                new LogCost(),
                new ConnectionSweep(),
                new RateSweep(),
                new BackendLatency(),
                new SizeSweep(),
                new HostSweep(),
                new PortSweep(),
                new TunedConfigurations(),
                new Memory(),
                new StartUp()))
        .toList();
  }

  static Optional<Experiment> named(String word) {
    return all().stream().filter(experiment -> experiment.code().equals(word)).findFirst();
  }

  private Experiments() {}
}
