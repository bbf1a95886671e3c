package io.porty.mode.http.grpc;

import io.porty.mode.http.head.Ascii;

/** The value of {@code grpc-timeout}: at most eight digits and a unit (gRPC, PROTOCOL-HTTP2). */
final class GrpcTimeout {

  private static final int MAX_DIGITS = 8;

  /** Milliseconds, rounded up; -1 for an invalid value. */
  static long millis(byte[] b, int start, int end) {
    int unit = end - 1;
    if (unit <= start || unit - start > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < unit; i++) {
      if (!Ascii.isDigit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return switch (b[unit]) {
      case 'H' -> value * 3_600_000;
      case 'M' -> value * 60_000;
      case 'S' -> value * 1_000;
      case 'm' -> value;
      case 'u' -> (value + 999) / 1_000;
      case 'n' -> (value + 999_999) / 1_000_000;
      default -> -1;
    };
  }

  private GrpcTimeout() {}
}
