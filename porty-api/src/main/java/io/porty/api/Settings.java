package io.porty.api;

import java.util.Optional;

/**
 * Typed access to one table of the configuration. What does not fit is recorded with its file, line
 * and column, and the default is answered, so that one pass finds every mistake. Used while Porty
 * starts or checks a configuration, on one thread.
 *
 * @since 0.1
 */
@PortyImplements
public interface Settings {

  /**
   * {@return the value of a key, or its default if it is absent or does not fit}
   *
   * @param <T> the key's type
   * @param key one of those that the factory declares
   * @throws MissingKeyException if there is neither: the key is required. That is recorded as the
   *     user's mistake; do not catch it. For keys that may be absent there is {@link #find}
   */
  <T> T get(Key<T> key);

  /**
   * {@return the value of a key if it is written and fits; never the default}
   *
   * @param <T> the key's type
   * @param key one of those that the factory declares
   */
  <T> Optional<T> find(Key<T> key);

  /**
   * Records a mistake in the value of {@code key}: what is wrong, and what to write instead.
   *
   * @param key what the mistake is about
   * @param message what is wrong: {@code is "x"; expected a host}
   * @param remedy what to do about it, a sentence
   */
  void report(Key<?> key, String message, String remedy);
}
