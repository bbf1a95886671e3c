package io.porty.net.tls.cert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what a {@link NameTable} is made of. Two certificates with keys of one type for one name
 * are a conflict: the first stays, and the conflict is reported.
 *
 * @param <T> what belongs to a certificate
 */
public final class NameTableBuilder<T> {

  private final Map<String, KeyChoice<T>> names = new LinkedHashMap<>();
  private final KeyChoice<T> fallback = new KeyChoice<>();
  private final List<NameConflict<T>> conflicts = new ArrayList<>();

  /** Shows a certificate for each of its DNS names. */
  public void add(SubjectNames subject, KeyType type, T value) {
    for (String name : subject.dns()) {
      put(names.computeIfAbsent(name, n -> new KeyChoice<>()), name, type, value);
    }
  }

  /** Shows a certificate to clients without a name, or with one that has no certificate. */
  public void addDefault(KeyType type, T value) {
    put(fallback, "", type, value);
  }

  private void put(KeyChoice<T> choice, String name, KeyType type, T value) {
    T first = choice.put(type, value);
    if (first != null && !first.equals(value)) {
      conflicts.add(new NameConflict<>(name, type, first, value));
    }
  }

  /** The table of all that was added; for once, at the end. */
  public NameTable<T> build() {
    return new NameTable<>(names, fallback);
  }

  /** In the order in which they were found; the name is empty for the default. */
  public List<NameConflict<T>> conflicts() {
    return List.copyOf(conflicts);
  }
}
