package io.porty.mode.http.rewrite;

import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;
import org.jspecify.annotations.Nullable;

/**
 * Fields that stay on one connection (RFC 9110 section 7.6.1): never forwarded. Porty writes its
 * own Connection, Upgrade and framing fields.
 */
final class HopByHop {

  /**
   * Whether the field at {@code i} must not be forwarded. Naming Host or framing fields in
   * Connection cannot remove them.
   */
  static boolean strips(byte[] b, HeaderSpans fields, int i, ConnectionOptions connection) {
    KnownField field = fields.field(i);
    if (field == null) {
      return connection.names(b, fields.nameStart(i), fields.nameEnd(i));
    }
    return switch (field) {
      case CONNECTION,
          KEEP_ALIVE,
          PROXY_CONNECTION,
          TE,
          UPGRADE,
          TRANSFER_ENCODING,
          CONTENT_LENGTH,
          HTTP2_SETTINGS ->
          true;
      default -> strippable(field) && connection.names(b, fields.nameStart(i), fields.nameEnd(i));
    };
  }

  private static boolean strippable(KnownField field) {
    return field != KnownField.HOST
        && field != KnownField.VIA
        && field != KnownField.EXPECT
        && field != KnownField.X_FORWARDED_FOR
        && field != KnownField.X_FORWARDED_PROTO
        && field != KnownField.X_FORWARDED_HOST
        && field != KnownField.DATE;
  }

  /** Fields that mean something else, or nothing, behind a body (RFC 9110 section 6.5.1). */
  static boolean allowedInTrailers(@Nullable KnownField field) {
    return field == null || field == KnownField.DATE;
  }

  private HopByHop() {}
}
