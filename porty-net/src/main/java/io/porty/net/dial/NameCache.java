package io.porty.net.dial;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolved names as a segmented LRU cache. A name enters the new segment and moves to the protected
 * one when it is requested again, so that a client that requests many names once evicts only new
 * names. Guarded by the resolver's lock.
 */
final class NameCache {

  /**
   * @param at time of the answer, as {@link System#nanoTime}
   */
  record Answer(InetAddress[] addresses, long at) {}

  /** With {@link #MAX_NEW} 10,000 names, about 2 MB. */
  static final int MAX_PROTECTED = 8_000;

  static final int MAX_NEW = 2_000;

  /** In access order, the eldest first. */
  private final Map<String, Answer> protectedNames = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Answer> newNames = new LinkedHashMap<>();

  /** The answer of a name, which counts as a request; null if there is none. */
  @Nullable Answer find(String host) {
    Answer cached = protectedNames.get(host);
    if (cached != null) {
      return cached;
    }
    Answer promoted = newNames.remove(host);
    if (promoted != null) {
      protectedNames.put(host, promoted);
      if (protectedNames.size() > MAX_PROTECTED) {
        demoteEldest();
      }
    }
    return promoted;
  }

  /** Moves the eldest protected name to the new segment. */
  private void demoteEldest() {
    Iterator<Map.Entry<String, Answer>> eldest = protectedNames.entrySet().iterator();
    Map.Entry<String, Answer> demoted = eldest.next();
    eldest.remove();
    addNew(demoted.getKey(), demoted.getValue());
  }

  void put(String host, Answer answer) {
    if (protectedNames.replace(host, answer) == null) {
      addNew(host, answer);
    }
  }

  private void addNew(String host, Answer answer) {
    newNames.remove(host);
    newNames.put(host, answer);
    if (newNames.size() > MAX_NEW) {
      Iterator<String> eldest = newNames.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  int size() {
    return protectedNames.size() + newNames.size();
  }
}
