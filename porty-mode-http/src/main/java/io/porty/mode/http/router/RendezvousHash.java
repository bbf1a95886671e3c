package io.porty.mode.http.router;

import io.porty.api.route.Decision;

/**
 * Weighted rendezvous hashing: chooses a candidate by a key, so that the same key gets the same
 * target. Each candidate gets a score from the key and its name, scaled by its weight, and the best
 * score wins; a changed weight reassigns as few keys as possible.
 */
final class RendezvousHash {

  private final Decision.Weighted among;
  private final int[] weights;
  private final long[] seeds;

  RendezvousHash(Decision.Weighted among) {
    this.among = among;
    this.weights = among.candidates().stream().mapToInt(c -> c.weight()).toArray();
    this.seeds = among.candidates().stream().mapToLong(c -> hash(c.target().toString())).toArray();
  }

  Decision choose(String key) {
    long hash = hash(key);
    int best = -1;
    double bestScore = 0;
    for (int i = 0; i < seeds.length; i++) {
      double chance = ((mix(hash ^ seeds[i]) >>> 11) + 0.5) * 0x1.0p-53;
      double score = weights[i] / -Math.log(chance);
      if (weights[i] > 0 && (best < 0 || score > bestScore)) {
        best = i;
        bestScore = score;
      }
    }
    return among.choice(best, hash);
  }

  /** FNV-1a, 64 bits: independent of machine and version. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finalizer of SplitMix64, for avalanche. */
  private static long mix(long z) {
    long x = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }
}
