package io.porty.mode.http.h2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The header blocks of an event loop that are incomplete and already longer than a head may be: few
 * peers write such, and each is memory. One that comes when all places are taken displaces one of a
 * peer that has more places than its own, or one that is not completed in time. On that loop.
 */
final class LongBlocks {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(H2Limits.LONG_BLOCK_SECONDS);

  /** A connection in the middle of such a block. */
  interface Holder {

    /** Whose connection it is: a key for maps, equal for all connections of one peer. */
    Object remote();

    /** The place is another's now, and the block has to be given up. */
    void displaced();
  }

  private record Place(Holder holder, long since) {}

  private final LongSupplier clock;

  /** In the order in which they were taken. */
  private final List<Place> places = new ArrayList<>(H2Limits.LONG_BLOCKS);

  /**
   * @param clock in nanoseconds; only differences are meaningful
   */
  LongBlocks(LongSupplier clock) {
    this.clock = clock;
  }

  /** Takes a place; false if there is none. */
  boolean take(Holder holder) {
    if (places.size() == H2Limits.LONG_BLOCKS) {
      Place given = ofBusiest(holder.remote());
      if (given == null) {
        Place oldest = places.get(0);
        if (clock.getAsLong() - oldest.since() < PATIENCE) {
          return false;
        }
        given = oldest;
      }
      places.remove(given);
      given.holder().displaced();
    }
    places.add(new Place(holder, clock.getAsLong()));
    return true;
  }

  /**
   * The oldest place of the peer with the most; null if that leaves it fewer than the other would
   * have.
   */
  private @Nullable Place ofBusiest(Object other) {
    Map<Object, Integer> counts = new HashMap<>();
    for (Place place : places) {
      counts.merge(place.holder().remote(), 1, Integer::sum);
    }
    int own = counts.getOrDefault(other, 0);
    Place oldest = null;
    int most = own + 1;
    for (Place place : places) {
      int count = counts.getOrDefault(place.holder().remote(), 0);
      if (count > most) {
        most = count;
        oldest = place;
      }
    }
    return oldest;
  }

  /** Gives the place back, if there is one. */
  void release(Holder holder) {
    places.removeIf(place -> place.holder().equals(holder));
  }
}
