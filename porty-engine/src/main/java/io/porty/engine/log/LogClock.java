package io.porty.engine.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text, written once for each second. For one thread. */
final class LogClock {

  private final DateTimeFormatter format =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  /** Up to the point before the milliseconds. The array is not to be changed. */
  byte[] second(long unixSeconds) {
    if (unixSeconds != second) {
      second = unixSeconds;
      text = format.format(Instant.ofEpochSecond(unixSeconds)).getBytes(StandardCharsets.US_ASCII);
    }
    return text;
  }
}
