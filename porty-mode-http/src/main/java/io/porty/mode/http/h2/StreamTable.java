package io.porty.mode.http.h2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a connection by their number. A hash table without objects of its own:
 * streams are odd and grow, so that neighbours seldom meet. On the event loop.
 */
final class StreamTable {

  private static final int FIRST_SLOTS = 8;

  private @Nullable H2ServerStream[] slots = new @Nullable H2ServerStream[FIRST_SLOTS];
  private int count;

  int count() {
    return count;
  }

  @Nullable H2ServerStream get(int id) {
    int mask = slots.length - 1;
    for (int i = (id >>> 1) & mask; ; i = (i + 1) & mask) {
      H2ServerStream at = slots[i];
      if (at == null || at.id() == id) {
        return at;
      }
    }
  }

  void add(H2ServerStream stream) {
    if (count * 2 >= slots.length) {
      @Nullable H2ServerStream[] before = slots;
      slots = new @Nullable H2ServerStream[before.length * 2];
      for (H2ServerStream moved : before) {
        if (moved != null) {
          put(moved);
        }
      }
    }
    put(stream);
    count++;
  }

  private void put(H2ServerStream stream) {
    int mask = slots.length - 1;
    int i = (stream.id() >>> 1) & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = stream;
  }

  /** Removes a stream, and moves up those that were displaced by it. */
  void remove(int id) {
    int mask = slots.length - 1;
    int i = (id >>> 1) & mask;
    while (true) {
      H2ServerStream at = slots[i];
      if (at == null) {
        return;
      }
      if (at.id() == id) {
        break;
      }
      i = (i + 1) & mask;
    }
    count--;
    slots[i] = null;
    for (int k = (i + 1) & mask; ; k = (k + 1) & mask) {
      H2ServerStream moved = slots[k];
      if (moved == null) {
        return;
      }
      slots[k] = null;
      put(moved);
    }
  }

  /** All streams, for a caller during whose work some may end. */
  List<H2ServerStream> copy() {
    List<H2ServerStream> all = new ArrayList<>(count);
    for (H2ServerStream stream : slots) {
      if (stream != null) {
        all.add(stream);
      }
    }
    return all;
  }
}
