package io.porty.net.dial;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names resolved to, the least used forgotten first. Guarded by its resolver's lock. */
final class NameCache {

  /**
   * @param at when it was answered, of {@link System#nanoTime}
   */
  record Answer(InetAddress[] addresses, long at) {}

  /** About 2 MB of memory. A name that is used keeps its place however many others come. */
  private static final int MAX_NAMES = 10_000;

  private final Map<String, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MAX_NAMES;
        }
      };

  @Nullable Answer find(String host) {
    return answers.get(host);
  }

  void put(String host, Answer answer) {
    answers.put(host, answer);
  }
}
