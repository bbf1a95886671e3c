package io.porty.mode.http.grpc;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeaderSpans;

/** The status codes of gRPC that Porty sends, and the field that carries them. */
final class GrpcStatus {

  static final int CANCELLED = 1;
  static final int UNKNOWN = 2;
  static final int DEADLINE_EXCEEDED = 4;
  static final int PERMISSION_DENIED = 7;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;
  static final int INTERNAL = 13;
  static final int UNAVAILABLE = 14;
  static final int UNAUTHENTICATED = 16;

  private static final String FIELD = "grpc-status";

  /**
   * The code for an HTTP status, as clients map one (gRPC, http-grpc-status-mapping); limits of
   * sizes are RESOURCE_EXHAUSTED.
   */
  static int of(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 421 -> UNIMPLEMENTED;
      case 413, 414, 431 -> RESOURCE_EXHAUSTED;
      case 429, 502, 503, 504 -> UNAVAILABLE;
      case 499 -> CANCELLED;
      default -> UNKNOWN;
    };
  }

  /** The value in a head or trailer section; -1 if there is none. */
  static int of(HeadParser parser) {
    HeaderSpans fields = parser.fields();
    byte[] b = parser.bytes();
    for (int i = 0; i < fields.count(); i++) {
      if (Ascii.equalsIgnoreCase(b, fields.nameStart(i), fields.nameEnd(i), FIELD)) {
        return number(b, fields.valueStart(i), fields.valueEnd(i));
      }
    }
    return -1;
  }

  private static int number(byte[] b, int start, int end) {
    if (start == end || end - start > 2) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      if (!Ascii.isDigit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return value;
  }

  private GrpcStatus() {}
}
