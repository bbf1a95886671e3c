package io.porty.mode.http.pool;

import io.porty.api.Target;
import io.porty.api.mode.UpstreamKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a route on one event loop by {@link UpstreamKey}: a hash table that is chained
 * through the pools. A lookup compares a target with the keys in place, where a map would need a
 * key object for each request.
 */
final class PoolTable {

  private static final int MIN_BUCKETS = 16;

  private @Nullable TargetPool[] buckets = new TargetPool[MIN_BUCKETS];
  private int size;

  @Nullable TargetPool find(Target target, boolean chosenByClient) {
    TargetPool at = buckets[bucket(UpstreamKey.hash(target))];
    while (at != null && !at.endpoint().key().matches(target, chosenByClient)) {
      at = at.next;
    }
    return at;
  }

  /** The pool of the key; null if there is none. */
  @Nullable TargetPool find(UpstreamKey key) {
    TargetPool at = buckets[bucket(key.hashCode())];
    while (at != null && !at.endpoint().key().equals(key)) {
      at = at.next;
    }
    return at;
  }

  /** Adds a pool whose key is not in the table. */
  void add(TargetPool pool) {
    if (size >= buckets.length) {
      resize(2 * buckets.length);
    }
    link(pool);
    size++;
  }

  private void link(TargetPool pool) {
    int bucket = bucket(pool.endpoint().key().hashCode());
    pool.next = buckets[bucket];
    buckets[bucket] = pool;
  }

  /** Removes this pool; false if it is not in the table. */
  boolean remove(TargetPool pool) {
    int bucket = bucket(pool.endpoint().key().hashCode());
    TargetPool before = null;
    TargetPool at = buckets[bucket];
    while (at != null && at != pool) {
      before = at;
      at = at.next;
    }
    if (at == null) {
      return false;
    }
    if (before == null) {
      buckets[bucket] = pool.next;
    } else {
      before.next = pool.next;
    }
    pool.next = null;
    size--;
    if (buckets.length > MIN_BUCKETS && size < buckets.length / 4) {
      resize(buckets.length / 2);
    }
    return true;
  }

  private void resize(int length) {
    List<TargetPool> all = all();
    buckets = new TargetPool[length];
    all.forEach(this::link);
  }

  List<TargetPool> all() {
    List<TargetPool> all = new ArrayList<>(size);
    for (TargetPool first : buckets) {
      for (TargetPool at = first; at != null; at = at.next) {
        all.add(at);
      }
    }
    return all;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private int bucket(int hash) {
    return (hash ^ (hash >>> 16)) & (buckets.length - 1);
  }
}
