package io.porty.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Suggests known names for an unknown one. */
public final class Suggestions {

  /** The known name within a small edit distance. */
  public static Optional<String> to(String name, Collection<String> known) {
    int limit = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt((String c) -> distance(name, c)).thenComparing(c -> c));
  }

  /** "Did you mean x? Known are: a, b, c." */
  public static String remedy(String name, Collection<String> known) {
    List<String> sorted = known.stream().sorted().toList();
    String all = "Known are: " + String.join(", ", sorted) + ".";
    return to(name, known).map(near -> "Did you mean \"" + near + "\"? " + all).orElse(all);
  }

  /** The Damerau-Levenshtein distance of two names, ignoring case. */
  static int distance(String a, String b) {
    String from = a.toLowerCase(java.util.Locale.ROOT);
    String to = b.toLowerCase(java.util.Locale.ROOT);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[from.length()][to.length()];
  }

  private Suggestions() {}
}
