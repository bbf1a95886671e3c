package io.porty.net.tls.boringssl;

import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsFailure.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What BoringSSL's errors mean. They are constants of its source (ssl.errordata), the last part of
 * {@code error:1000012e:SSL routines:OPENSSL_internal:KEY_VALUES_MISMATCH}.
 */
final class NativeFailures {

  /**
   * @param rejection what the check of the peer's certificate said; null if it said nothing
   */
  static TlsFailure of(String error, @Nullable String rejection) {
    if (rejection != null) {
      return new TlsFailure(Reason.BAD_CERTIFICATE, rejection);
    }
    return new TlsFailure(reason(name(error)), text(error));
  }

  private static String name(String error) {
    return error.substring(error.lastIndexOf(':') + 1);
  }

  /** For people: {@code tlsv1 alert certificate required}. */
  static String text(String error) {
    return name(error).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Reason reason(String name) {
    if (name.contains("_ALERT_")) {
      return Reason.ALERT;
    }
    return switch (name) {
      case "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION", "INAPPROPRIATE_FALLBACK" ->
          Reason.PROTOCOL_VERSION;
      case "NO_SHARED_CIPHER", "NO_SHARED_GROUP", "NO_COMMON_SIGNATURE_ALGORITHMS", "WRONG_CURVE" ->
          Reason.HANDSHAKE_FAILURE;
      case "PEER_DID_NOT_RETURN_A_CERTIFICATE" -> Reason.CERTIFICATE_REQUIRED;
      case "CERTIFICATE_VERIFY_FAILED" -> Reason.BAD_CERTIFICATE;
      case "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "WRONG_VERSION_NUMBER" -> Reason.NOT_TLS;
      default -> Reason.PROTOCOL_ERROR;
    };
  }

  private NativeFailures() {}
}
