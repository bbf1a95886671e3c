package io.porty.engine.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats times; the text of a second is cached. For a single thread. */
final class LogClock {

  private final String pattern;
  private final boolean local;

  /** Created with the first record: the time zone rules occupy 350 KB of heap. */
  private @Nullable DateTimeFormatter format;

  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  private LogClock(String pattern, boolean local) {
    this.pattern = pattern;
    this.local = local;
  }

  /** A clock in the system's time zone. */
  static LogClock local(String pattern) {
    return new LogClock(pattern, true);
  }

  static LogClock utc(String pattern) {
    return new LogClock(pattern, false);
  }

  /** A second in this clock's format. The caller must not modify the array. */
  byte[] second(long unixSeconds) {
    if (unixSeconds != second) {
      second = unixSeconds;
      text =
          format().format(Instant.ofEpochSecond(unixSeconds)).getBytes(StandardCharsets.US_ASCII);
    }
    return text;
  }

  private DateTimeFormatter format() {
    DateTimeFormatter existing = format;
    if (existing == null) {
      existing =
          DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
              .withZone(local ? ZoneId.systemDefault() : ZoneOffset.UTC);
      format = existing;
    }
    return existing;
  }
}
