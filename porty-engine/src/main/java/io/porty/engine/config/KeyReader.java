package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.engine.plugin.PluginFault;
import io.porty.engine.plugin.PluginGuard;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of a configuration to the types of their keys, with environment variables
 * replaced.
 *
 * @param declared the plugin whose keys these are; null for Porty's own
 */
record KeyReader(@Nullable DeclaredKeys declared, ConfigReadContext reading) {

  /**
   * Converts a value.
   *
   * @throws IllegalArgumentException if it is invalid; the message has error and remedy
   * @throws PluginFault if the condition of a plugin's key fails
   */
  <T> T scalar(Key<T> key, ConfigValue written) {
    if (!(written.raw() instanceof String text) || !Variables.isIn(text)) {
      return read(key, plain(written));
    }
    String replaced = reading.variables().replace(text);
    try {
      return read(key, replaced);
    } catch (IllegalArgumentException e) {
      // Numbers and booleans from environment variables are texts.
      Object other = Variables.asNumber(replaced);
      if (other == null) {
        throw e;
      }
      return read(key, other);
    }
  }

  /** The value in the form that keys read. */
  private Object plain(ConfigValue value) {
    if (value.raw() instanceof String text) {
      return Variables.isIn(text) ? reading.variables().replace(text) : text;
    }
    return value.raw() instanceof List<?> list
        ? list.stream().map(one -> plain((ConfigValue) one)).toList()
        : value.raw();
  }

  /** As {@link #scalar}, for a value without variables. */
  <T> T read(Key<T> key, Object plain) {
    return convert(key, plain);
  }

  /** The condition of a plugin's key is the plugin's code. */
  private <T> T convert(Key<T> key, Object plain) {
    if (declared == null) {
      return key.read(plain);
    }
    PluginGuard guard = declared.guard();
    String method = "condition of the key \"" + key.name() + "\"";
    try {
      return Objects.requireNonNull(
          guard.callWithTimeout(
              method, () -> key.read(plain), PluginGuard.DEADLINE_SECONDS * 1000L));
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      throw e;
    } catch (IllegalStateException e) {
      throw e.getCause() == null
          ? guard.fault(method, "returned null")
          : guard.fault(method, e.getCause());
    } catch (Throwable e) {
      throw guard.fault(method, e);
    }
  }
}
