package io.porty.api.route;

import io.porty.api.Target;
import java.util.Objects;

/**
 * One of several targets for the same request.
 *
 * @param target where to forward to
 * @param weight its share among the others' weights; one of 0 is tried only when the others cannot
 *     be connected to
 * @since 0.1
 */
public record Candidate(Target target, int weight) {

  /**
   * Checks the weight.
   *
   * @param target where to forward to
   * @param weight 0 to 1,000,000; 0 takes part only as a fallback
   */
  public Candidate {
    Objects.requireNonNull(target, "target");
    if (weight < 0 || weight > 1_000_000) {
      throw new IllegalArgumentException("a weight is from 0 to 1000000, not " + weight);
    }
  }
}
