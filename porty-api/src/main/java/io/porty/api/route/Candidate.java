package io.porty.api.route;

import io.porty.api.Target;
import java.util.Objects;

/**
 * One of several targets for the same request.
 *
 * @param target the target
 * @param weight its share of the sum of all weights; 0 is used only if the others cannot be
 *     connected
 * @since 0.1
 */
public record Candidate(Target target, int weight) {

  /**
   * Checks the weight.
   *
   * @param target the target
   * @param weight 0 to 1,000,000; 0 for a fallback only
   */
  public Candidate {
    Objects.requireNonNull(target, "target");
    if (weight < 0 || weight > 1_000_000) {
      throw new IllegalArgumentException("a weight is from 0 to 1000000, not " + weight);
    }
  }
}
