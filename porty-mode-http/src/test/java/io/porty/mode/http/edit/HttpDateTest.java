package io.porty.mode.http.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HttpDateTest {

  private static final DateTimeFormatter IMF =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static void check(long second) {
    assertEquals(
        "Date: " + IMF.format(Instant.ofEpochSecond(second)) + "\r\n",
        new String(HttpDate.line(second), StandardCharsets.US_ASCII));
  }

  @Test
  void writesTheExampleOfTheRfc() {
    assertEquals(
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
        new String(HttpDate.line(784_111_777), StandardCharsets.US_ASCII));
  }

  @Test
  void isTheCalendarOfJavaTimeOnEveryDayOfFiveHundredYears() {
    for (long day = -25_000; day < 170_000; day++) {
      check(day * 86_400 + Math.floorMod(day * 7_919, 86_400));
    }
  }

  @Test
  void isTheCalendarOfJavaTimeAtAnySecond() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      check(random.nextLong(0, 253_402_300_800L));
    }
  }
}
