package io.porty.api;

import java.util.Optional;

/**
 * Typed access to one table of the configuration. An invalid value is reported with file, line and
 * column, and its default returned, so that one pass finds every error. Used at start and by {@code
 * porty check}, on one thread.
 *
 * @since 0.1
 */
@PortyImplements
public interface Settings {

  /**
   * {@return the value of a key, or its default if it is absent or invalid}
   *
   * @param <T> the key's type
   * @param key one of those that the factory declares
   * @throws MissingKeyException if it has neither value nor default. Already reported: do not catch
   *     it. Use {@link #find} for optional keys
   */
  <T> T get(Key<T> key);

  /**
   * {@return the value of a key if it is present and valid; never the default}
   *
   * @param <T> the key's type
   * @param key one of those that the factory declares
   */
  <T> Optional<T> find(Key<T> key);

  /**
   * Reports an error in the value of a key.
   *
   * @param key the key
   * @param message the error: {@code is "x"; expected a host}
   * @param remedy how to fix it, a sentence
   */
  void report(Key<?> key, String message, String remedy);
}
