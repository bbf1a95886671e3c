package io.porty.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text, written once for each second. For one thread. */
final class LogClock {

  private final DateTimeFormatter format;
  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  private LogClock(String pattern, ZoneId zone) {
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
  }

  /** In the zone of this machine. */
  static LogClock local(String pattern) {
    return new LogClock(pattern, ZoneId.systemDefault());
  }

  static LogClock utc(String pattern) {
    return new LogClock(pattern, ZoneOffset.UTC);
  }

  /** A second in this clock's form. The array is not to be changed. */
  byte[] second(long unixSeconds) {
    if (unixSeconds != second) {
      second = unixSeconds;
      text = format.format(Instant.ofEpochSecond(unixSeconds)).getBytes(StandardCharsets.US_ASCII);
    }
    return text;
  }
}
