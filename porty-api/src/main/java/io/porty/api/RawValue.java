package io.porty.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a configuration file holds, turned into what a key wants, and back. */
final class RawValue {

  static String readString(Object raw) {
    if (raw instanceof String s) {
      return s;
    }
    throw unfit(raw, "text in quotes");
  }

  static boolean readBoolean(Object raw) {
    if (raw instanceof Boolean b) {
      return b;
    }
    throw unfit(raw, "true or false, without quotes");
  }

  static List<String> readStrings(Object raw) {
    if (raw instanceof String s) {
      return List.of(s);
    }
    if (raw instanceof List<?> list) {
      return list.stream().map(RawValue::readString).toList();
    }
    throw unfit(raw, "a text in quotes or a list of texts");
  }

  static List<Settings> readTables(Object raw, String name) {
    if (raw instanceof List<?> list && list.stream().allMatch(Settings.class::isInstance)) {
      return list.stream().map(Settings.class::cast).toList();
    }
    throw new IllegalArgumentException(
        "is not a list of tables; expected each as a table [[..." + name + "]]");
  }

  static long readLong(Object raw, long min, long max, String expected) {
    if (raw instanceof Long l && l >= min && l <= max) {
      return l;
    }
    throw unfit(raw, expected);
  }

  static double readDouble(Object raw, double min, double max, String expected) {
    if (raw instanceof Number n && n.doubleValue() >= min && n.doubleValue() <= max) {
      return n.doubleValue();
    }
    throw unfit(raw, expected);
  }

  static String readChoice(Object raw, List<String> choices, String expected) {
    if (raw instanceof String s && choices.contains(s)) {
      return s;
    }
    throw unfit(raw, expected);
  }

  static Target readTarget(Object raw, String expected) {
    if (raw instanceof String s) {
      try {
        return Target.parse(s);
      } catch (IllegalArgumentException e) {
        if (s.contains("://")) {
          throw new IllegalArgumentException(
              "is no target: " + e.getMessage() + "; " + targetRemedy(s, expected));
        }
        throw unfit(raw, expected);
      }
    }
    throw unfit(raw, expected);
  }

  /** Schemes that people write, and targets do not have. */
  private static String targetRemedy(String written, String expected) {
    return written.matches("(?i)(grpcs?|h2)://.*")
        ? "write h2c:// for HTTP/2 without TLS; https:// and upstream_http2 = true with it"
        : "expected " + expected;
  }

  /** As a configuration file would hold a value that a key has as its default. */
  static Object of(Object value) {
    if (value instanceof Integer i) {
      return (long) i;
    }
    if (value instanceof Duration d) {
      return d.toMillis() / 1000.0;
    }
    return value instanceof Target t ? t.toString() : value;
  }

  static IllegalArgumentException unfit(Object raw, String expected) {
    return new IllegalArgumentException("is " + shown(raw) + "; expected " + expected);
  }

  static String shown(Object raw) {
    return raw instanceof String s ? "\"" + s + "\"" : String.valueOf(raw);
  }

  static @Nullable Duration millis(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1000));
  }

  static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private RawValue() {}
}
