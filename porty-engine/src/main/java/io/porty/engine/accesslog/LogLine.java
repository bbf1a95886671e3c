package io.porty.engine.accesslog;

import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.log.LogSink;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the text of a record as UTF-8 bytes, because strings would dominate the cost of logging at
 * tens of thousands of records per second. Reused for each record; for a single thread.
 */
final class LogLine {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final LogClock clock;
  private byte[] bytes = new byte[512];
  private int length;

  LogLine() {
    this(LogClock.local("yyyy-MM-dd HH:mm:ss."));
  }

  LogLine(LogClock clock) {
    this.clock = clock;
  }

  LogLine clear() {
    length = 0;
    return this;
  }

  /** Passes the record to the sink. */
  void to(LogSink sink) {
    sink.record(bytes, 0, length);
  }

  LogLine put(byte[] text) {
    ensureCapacity(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Appends trusted text; ASCII is the fast case. */
  LogLine put(String text) {
    ensureCapacity(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return put(text.substring(i).getBytes(StandardCharsets.UTF_8));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  LogLine put(char ascii) {
    ensureCapacity(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /**
   * Appends untrusted text: control characters and bytes above ASCII become {@code \xNN}, so that a
   * client cannot forge lines.
   */
  LogLine escaped(String text) {
    ensureCapacity(text.length() * 4);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7f) {
        bytes[length++] = (byte) c;
      } else {
        put('\\').put('x').put((char) HEX[c >> 4 & 0xf]).put((char) HEX[c & 0xf]);
      }
    }
    return this;
  }

  /** Appends untrusted text between existing quotes, escaped as Apache does. */
  LogLine quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        put('\\').put(c);
      } else if (c >= 0x20 && c < 0x7f) {
        put(c);
      } else {
        put('\\').put('x').put((char) HEX[c >> 4 & 0xf]).put((char) HEX[c & 0xf]);
      }
    }
    return this;
  }

  /** Appends a JSON string with its quotes (RFC 8259 section 7); non-ASCII is escaped. */
  LogLine json(String text) {
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        put('\\').put(c);
      } else if (c >= 0x20 && c < 0x7f) {
        put(c);
      } else {
        put("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          put((char) HEX[c >> shift & 0xf]);
        }
      }
    }
    return put('"');
  }

  /** Appends nanoseconds as milliseconds with three decimals. */
  LogLine milliseconds(long nanos) {
    long micros = (nanos + 500) / 1000;
    long rest = micros % 1000;
    return put(micros / 1000)
        .put('.')
        .put((char) ('0' + rest / 100))
        .put((char) ('0' + rest / 10 % 10))
        .put((char) ('0' + rest % 10));
  }

  /** Appends a Unix time in the clock's format, without milliseconds. */
  LogLine second(long unixMillis) {
    return put(clock.second(Math.floorDiv(unixMillis, 1000)));
  }

  LogLine put(long number) {
    if (number < 0) {
      return put(Long.toString(number));
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    ensureCapacity(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /**
   * Appends a Unix time in the clock's format, by default {@code 2026-01-15 01:23:45.}, followed by
   * three digits of milliseconds.
   */
  LogLine time(long unixMillis) {
    put(clock.second(Math.floorDiv(unixMillis, 1000)));
    int millis = Math.floorMod(unixMillis, 1000);
    ensureCapacity(3);
    bytes[length++] = (byte) ('0' + millis / 100);
    bytes[length++] = (byte) ('0' + millis / 10 % 10);
    bytes[length++] = (byte) ('0' + millis % 10);
    return this;
  }

  LogLine address(SocketAddress address) {
    if (address instanceof InetSocketAddress inet
        && inet.getAddress() instanceof Inet4Address ipv4) {
      byte[] octets = ipv4.getAddress();
      for (int i = 0; i < octets.length; i++) {
        put(octets[i] & 0xff).put(i < 3 ? '.' : ':');
      }
      return put(inet.getPort());
    }
    return put(LogText.address(address));
  }

  LogLine target(Target target) {
    boolean plain = target.scheme() == Scheme.TCP && target.host().indexOf(':') < 0;
    return plain ? put(target.host()).put(':').put(target.port()) : put(target.toString());
  }

  private void ensureCapacity(int bytesNeeded) {
    if (bytes.length - length < bytesNeeded) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + bytesNeeded));
    }
  }
}
