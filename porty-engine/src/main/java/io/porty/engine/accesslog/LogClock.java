package io.porty.engine.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as text, written once for each second. For one thread. */
final class LogClock {

  private final String pattern;
  private final boolean local;

  /** Made with the first record: the rules of time zones are 350 KB of heap. */
  private @Nullable DateTimeFormatter format;

  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  private LogClock(String pattern, boolean local) {
    this.pattern = pattern;
    this.local = local;
  }

  /** In the zone of this machine. */
  static LogClock local(String pattern) {
    return new LogClock(pattern, true);
  }

  static LogClock utc(String pattern) {
    return new LogClock(pattern, false);
  }

  /** A second in this clock's form. The array is not to be changed. */
  byte[] second(long unixSeconds) {
    if (unixSeconds != second) {
      second = unixSeconds;
      text =
          format().format(Instant.ofEpochSecond(unixSeconds)).getBytes(StandardCharsets.US_ASCII);
    }
    return text;
  }

  private DateTimeFormatter format() {
    DateTimeFormatter made = format;
    if (made == null) {
      made =
          DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
              .withZone(local ? ZoneId.systemDefault() : ZoneOffset.UTC);
      format = made;
    }
    return made;
  }
}
