package io.porty.mode.http.grpc;

import java.nio.charset.StandardCharsets;

/** The percent-encoding of {@code grpc-message} (gRPC, PROTOCOL-HTTP2). */
final class GrpcText {

  private static final String HEX = "0123456789ABCDEF";

  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
      }
    }
    return out.toString();
  }

  private GrpcText() {}
}
