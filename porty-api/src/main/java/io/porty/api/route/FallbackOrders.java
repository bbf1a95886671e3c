package io.porty.api.route;

import io.porty.api.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * In which order the other candidates follow one that cannot be connected to. There are several
 * orders for each, made once, so that its share is spread over the others by their weights, and a
 * request allocates nothing.
 */
@SuppressWarnings("ReferenceEquality") // two candidates may be equal, and are two
final class FallbackOrders {

  /** More orders spread a share no better than to 1 in 32. */
  private static final int MAX_ORDERS = 32;

  /** Targets in all orders of all candidates: bounds the memory that hundreds of targets take. */
  private static final int MAX_ENTRIES = 100_000;

  static List<Decision.To> choices(List<Candidate> candidates, String note, Rewrite rewrite) {
    int count = candidates.size();
    long entries = (long) count * count;
    int orders = count <= 2 ? 1 : (int) Math.max(1, Math.min(MAX_ORDERS, MAX_ENTRIES / entries));
    List<Decision.To> choices = new ArrayList<>(count * orders);
    for (Candidate chosen : candidates) {
      List<Candidate> others = candidates.stream().filter(c -> c != chosen).toList();
      for (int order = 0; order < orders; order++) {
        double share = orders == 1 ? chance(seed(chosen)) : (order + 0.5) / orders;
        List<Target> fallbacks = order(others, share, seed(chosen) + order);
        choices.add(new Decision.To(chosen.target(), note, rewrite, fallbacks));
      }
    }
    return choices;
  }

  /**
   * The first is the one at this share of the weights, the rest follow in a weighted random order;
   * those without weight are last.
   */
  private static List<Target> order(List<Candidate> others, double share, long seed) {
    Candidate first = at(others, share);
    Comparator<Candidate> byScore =
        Comparator.comparingDouble(c -> c == first ? Double.NEGATIVE_INFINITY : -score(c, seed));
    return others.stream().sorted(byScore).map(Candidate::target).toList();
  }

  private static Candidate at(List<Candidate> others, double share) {
    long total = others.stream().mapToLong(Candidate::weight).sum();
    double rest = share * total;
    for (Candidate candidate : others) {
      rest -= candidate.weight();
      if (rest < 0) {
        return candidate;
      }
    }
    return others.isEmpty() ? new Candidate(new Target("none", 1), 0) : others.get(0);
  }

  /** Weighted rendezvous hashing: the best score wins in proportion to the weight. */
  private static double score(Candidate candidate, long seed) {
    return candidate.weight() / -Math.log(chance(seed ^ seed(candidate)));
  }

  private static long seed(Candidate candidate) {
    return mix(candidate.target().toString().hashCode());
  }

  private static double chance(long seed) {
    return ((mix(seed) >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** Which of so many orders a number stands for. */
  static int pick(long hash, int orders) {
    return orders == 1 ? 0 : (int) Math.floorMod(mix(hash), (long) orders);
  }

  /** The finalizer of SplitMix64: every bit depends on every bit. */
  private static long mix(long z) {
    long x = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }

  private FallbackOrders() {}
}
