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
 * A record's text while it is put together, as UTF-8 bytes: at tens of thousands of records a
 * second strings would be most of the log's cost. Used again for each record; for one thread.
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

  /** Hands the record over. */
  void to(LogSink sink) {
    sink.record(bytes, 0, length);
  }

  LogLine put(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Text of Porty's own; ASCII costs least. */
  LogLine put(String text) {
    room(text.length());
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
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /**
   * Foreign text on one line: control characters and bytes above ASCII as {@code \xNN}, so that
   * nobody can forge a line.
   */
  LogLine escaped(String text) {
    room(text.length() * 4);
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

  /** Foreign text between quotes that stand already, as Apache writes it. */
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

  /** A JSON string, quotes included (RFC 8259 section 7); a byte above ASCII becomes its escape. */
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

  /** Nanoseconds as milliseconds with three decimals. */
  LogLine milliseconds(long nanos) {
    long micros = (nanos + 500) / 1000;
    long rest = micros % 1000;
    return put(micros / 1000)
        .put('.')
        .put((char) ('0' + rest / 100))
        .put((char) ('0' + rest / 10 % 10))
        .put((char) ('0' + rest % 10));
  }

  /** The second of a Unix time alone, in the clock's form. */
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
    room(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /**
   * Unix time: the second in the clock's form, by default {@code 2026-01-15 01:23:45.}, and millis.
   */
  LogLine time(long unixMillis) {
    put(clock.second(Math.floorDiv(unixMillis, 1000)));
    int millis = Math.floorMod(unixMillis, 1000);
    room(3);
    bytes[length++] = (byte) ('0' + millis / 100);
    bytes[length++] = (byte) ('0' + millis / 10 % 10);
    bytes[length++] = (byte) ('0' + millis % 10);
    return this;
  }

  LogLine address(SocketAddress address) {
    if (address instanceof InetSocketAddress inet
        && inet.getAddress() instanceof Inet4Address ipv4) {
      byte[] four = ipv4.getAddress();
      for (int i = 0; i < four.length; i++) {
        put(four[i] & 0xff).put(i < 3 ? '.' : ':');
      }
      return put(inet.getPort());
    }
    return put(LogText.address(address));
  }

  LogLine target(Target target) {
    boolean plain = target.scheme() == Scheme.TCP && target.host().indexOf(':') < 0;
    return plain ? put(target.host()).put(':').put(target.port()) : put(target.toString());
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
