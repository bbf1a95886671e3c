package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;

/**
 * The Date field (RFC 9110 section 5.6.7, IMF-fixdate). {@code java.time} would load seventy
 * classes of calendars and patterns for these 29 characters.
 */
public final class HttpDate {

  private static final String DAYS = "ThuFriSatSunMonTueWed";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int SECONDS_IN_DAY = 86_400;

  private HttpDate() {}

  /** The complete line with its line end: {@code Date: Sun, 06 Nov 1994 08:49:37 GMT}. */
  public static byte[] line(long unixSeconds) {
    long day = Math.floorDiv(unixSeconds, SECONDS_IN_DAY);
    int second = Math.floorMod(unixSeconds, SECONDS_IN_DAY);
    // Counted from 1 March of a year divisible by 400, so that leap days come last.
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    int dayOfEra = (int) Math.floorMod(shifted, 146_097L);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * dayOfYear + 2) / 153;
    int dayOfMonth = dayOfYear - (153 * fromMarch + 2) / 5 + 1;
    int month = (fromMarch + 2) % 12;
    long year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);
    int weekday = Math.floorMod(day, 7);
    StringBuilder text = new StringBuilder(40).append("Date: ");
    text.append(DAYS, weekday * 3, weekday * 3 + 3).append(", ");
    two(text, dayOfMonth).append(' ').append(MONTHS, month * 3, month * 3 + 3).append(' ');
    two(two(text, (int) (year / 100)), (int) (year % 100)).append(' ');
    two(text, second / 3600).append(':');
    two(text, second / 60 % 60).append(':');
    two(text, second % 60).append(" GMT\r\n");
    return Ascii.bytes(text.toString());
  }

  private static StringBuilder two(StringBuilder to, int number) {
    return to.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
