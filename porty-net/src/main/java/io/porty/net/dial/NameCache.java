package io.porty.net.dial;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What names resolved to: a segmented LRU. A name that was asked for once is among the new ones;
 * one that is asked for again moves to those in use, and only as many others that are in use as
 * well make it lose its place. So a client that asks for any number of names once evicts new names
 * only. Guarded by its resolver's lock.
 */
final class NameCache {

  /**
   * @param at when it was answered, of {@link System#nanoTime}
   */
  record Answer(InetAddress[] addresses, long at) {}

  /** In use and new together 10,000 names, about 2 MB of memory. */
  static final int MAX_IN_USE = 8_000;

  static final int MAX_NEW = 2_000;

  /** Both in the order in which they were last asked for, the eldest first. */
  private final Map<String, Answer> inUse = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Answer> fresh = new LinkedHashMap<>();

  /** What is known of a name, which counts as a use. */
  @Nullable Answer find(String host) {
    Answer known = inUse.get(host);
    if (known != null) {
      return known;
    }
    Answer again = fresh.remove(host);
    if (again != null) {
      inUse.put(host, again);
      if (inUse.size() > MAX_IN_USE) {
        demoteEldest();
      }
    }
    return again;
  }

  /** It gets a second chance among the new ones. */
  private void demoteEldest() {
    Iterator<Map.Entry<String, Answer>> eldest = inUse.entrySet().iterator();
    Map.Entry<String, Answer> leaving = eldest.next();
    eldest.remove();
    addNew(leaving.getKey(), leaving.getValue());
  }

  void put(String host, Answer answer) {
    if (inUse.replace(host, answer) == null) {
      addNew(host, answer);
    }
  }

  private void addNew(String host, Answer answer) {
    fresh.remove(host);
    fresh.put(host, answer);
    if (fresh.size() > MAX_NEW) {
      Iterator<String> eldest = fresh.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  int size() {
    return inUse.size() + fresh.size();
  }
}
