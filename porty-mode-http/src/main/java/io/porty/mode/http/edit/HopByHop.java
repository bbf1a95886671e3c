package io.porty.mode.http.edit;

import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import org.jspecify.annotations.Nullable;

/**
 * Hop-by-hop fields (RFC 9110 section 7.6.1), which are not forwarded. Porty writes its own
 * Connection, Upgrade and framing fields.
 */
public final class HopByHop {

  /**
   * Whether the field at {@code i} must not be forwarded. Host, framing and forwarding fields
   * cannot be removed by naming them in Connection.
   */
  static boolean strips(byte[] b, HeaderSpans fields, int i, ConnectionOptions connection) {
    HeaderName field = fields.field(i);
    if (field == null) {
      return isNamed(b, fields, i, connection);
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
      default -> isNamed(b, fields, i, connection);
    };
  }

  /** Whether Connection names the field, so that it is not forwarded. */
  public static boolean isNamed(byte[] b, HeaderSpans fields, int i, ConnectionOptions connection) {
    HeaderName field = fields.field(i);
    return connection.names(b, fields.nameStart(i), fields.nameEnd(i))
        && (field == null ? !isReported(b, fields, i) : strippable(field));
  }

  private static boolean strippable(HeaderName field) {
    return switch (field) {
      case HOST,
          VIA,
          CDN_LOOP,
          EXPECT,
          X_FORWARDED_FOR,
          X_FORWARDED_PROTO,
          X_FORWARDED_HOST,
          X_FORWARDED_PORT,
          X_FORWARDED_PREFIX,
          FORWARDED,
          DATE ->
          false;
      default -> true;
    };
  }

  /**
   * Whether a field is allowed in trailers: not fields that have no or another meaning there (RFC
   * 9110 section 6.5.1), and not forwarding fields, which some backends merge into the head.
   */
  static boolean allowedInTrailers(byte[] b, HeaderSpans fields, int i) {
    @Nullable HeaderName field = fields.field(i);
    return field == HeaderName.DATE || (field == null && !isReported(b, fields, i));
  }

  /** Whether backends learn of the client by it. */
  private static boolean isReported(byte[] b, HeaderSpans fields, int i) {
    int start = fields.nameStart(i);
    int end = fields.nameEnd(i);
    return ForwardingNames.contains(b, start, end) || ClientCertNames.contains(b, start, end);
  }

  private HopByHop() {}
}
