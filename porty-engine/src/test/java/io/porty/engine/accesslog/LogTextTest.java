package io.porty.engine.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void saysWhatTheFormatterWouldSay() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextLong(Long.MAX_VALUE) >> random.nextInt(63);
      assertEquals(String.format(Locale.ROOT, "%,d", number), LogText.grouped(number));
      long centis = random.nextLong(1L << random.nextInt(1, 40));
      assertEquals(
          String.format(Locale.ROOT, "%.2fs", centis / 100.0),
          LogText.seconds(centis * 10_000_000));
    }
  }

  @Test
  void countsBytesInUnitsOf1024() {
    assertEquals("0 B", LogText.size(0));
    assertEquals("1023 B", LogText.size(1023));
    assertEquals("1.00 KB", LogText.size(1024));
    assertEquals("1.20 KB", LogText.size(1229));
    assertEquals("1.05 MB", LogText.size(1_101_005));
    assertEquals("100.00 MB", LogText.size(100L << 20));
    assertEquals("8192.00 PB", LogText.size(Long.MAX_VALUE));
  }

  @Test
  void writesControlCharactersAndForeignBytesAsNumbers() {
    assertEquals("a\\x0ab\\xe9\\x7f", LogText.escaped("a\nb\u00e9\u007f"));
    assertEquals("\\x20ac", LogText.escaped("\u20ac"));
  }
}
