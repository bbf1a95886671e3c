package io.porty.bench.side;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one measurement, or the medians of several, came to.
 *
 * @param cpu processor time of the proxy, user and system, in µs for each request
 * @param user of that
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param errors empty if there were none
 */
record Figures(
    double perSecond,
    double cpu,
    double user,
    double p50,
    double p99,
    double megabytes,
    String errors) {

  static Figures median(List<Figures> all) {
    return new Figures(
        median(all, Figures::perSecond),
        median(all, Figures::cpu),
        median(all, Figures::user),
        median(all, Figures::p50),
        median(all, Figures::p99),
        median(all, Figures::megabytes),
        String.join(
            "; ", all.stream().map(Figures::errors).filter(e -> !e.isEmpty()).distinct().toList()));
  }

  private static double median(List<Figures> all, ToDoubleFunction<Figures> of) {
    List<Double> sorted = all.stream().map(of::applyAsDouble).sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
