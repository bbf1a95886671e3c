package io.porty.mode.http.edit;

import io.porty.mode.http.head.ConnectionOptions;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import org.jspecify.annotations.Nullable;

/**
 * Fields that stay on one connection (RFC 9110 section 7.6.1): never forwarded. Porty writes its
 * own Connection, Upgrade and framing fields.
 */
public final class HopByHop {

  /**
   * Whether the field at {@code i} must not be forwarded. Naming Host, framing or forwarding fields
   * in Connection cannot remove them.
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

  /** Whether Connection names the field, so that it is not passed on. */
  public static boolean isNamed(byte[] b, HeaderSpans fields, int i, ConnectionOptions connection) {
    HeaderName field = fields.field(i);
    boolean may =
        field == null
            ? !ForwardingNames.contains(b, fields.nameStart(i), fields.nameEnd(i))
            : strippable(field);
    return connection.names(b, fields.nameStart(i), fields.nameEnd(i)) && may;
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
   * Whether a line may stand behind a body: fields that mean something else there, or nothing, do
   * not (RFC 9110 section 6.5.1), nor do forwarding fields, which some backends merge into the
   * head.
   */
  static boolean allowedInTrailers(byte[] b, HeaderSpans fields, int i) {
    @Nullable HeaderName field = fields.field(i);
    return field == HeaderName.DATE
        || (field == null && !ForwardingNames.contains(b, fields.nameStart(i), fields.nameEnd(i)));
  }

  private HopByHop() {}
}
