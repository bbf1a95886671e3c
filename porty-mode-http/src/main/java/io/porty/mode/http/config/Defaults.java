package io.porty.mode.http.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Settings;
import java.util.Optional;

/** Settings with the default of every key. */
final class Defaults implements Settings {

  @Override
  public <T> T get(Key<T> key) {
    return key.defaultValue().orElseThrow(() -> new MissingKeyException(key));
  }

  @Override
  public <T> Optional<T> find(Key<T> key) {
    return Optional.empty();
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    throw new IllegalStateException(key.name() + " " + message);
  }
}
