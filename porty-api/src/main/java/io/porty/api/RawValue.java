package io.porty.api;

import java.time.Duration;
import java.util.List;

/** What a configuration file holds, turned into what a key wants. */
final class RawValue {

  static String readString(Object raw) {
    if (raw instanceof String s) {
      return s;
    }
    throw unfit(raw, "text in quotes");
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
        "is not a list of tables; expected each one under a line of its own, [[..." + name + "]]");
  }

  static long readLong(Object raw, long min, long max, String expected) {
    if (raw instanceof Long l && l >= min && l <= max) {
      return l;
    }
    throw unfit(raw, expected);
  }

  static IllegalArgumentException unfit(Object raw, String expected) {
    String shown = raw instanceof String s ? "\"" + s + "\"" : String.valueOf(raw);
    return new IllegalArgumentException("is " + shown + "; expected " + expected);
  }

  static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private RawValue() {}
}
