package io.porty.mode.http.router;

import io.porty.api.route.Decision;

/**
 * Chooses among candidates by a key: the same key, the same target. Weighted rendezvous hashing:
 * each candidate draws a number from the key and its own name, and the best one in proportion to
 * its weight wins; so a changed weight moves only the clients that it has to move.
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

  /** FNV-1a, 64 bits: the same on every machine and in every version. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finalizer of SplitMix64: every bit depends on every bit. */
  private static long mix(long z) {
    long x = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }
}
