package io.porty.net.tls;

/**
 * Why there is no TLS connection.
 *
 * @param reason one of a bounded set, for metrics and rate limits
 * @param detail for people; empty if the reason says all
 */
public record TlsFailure(Reason reason, String detail) {

  /** What went wrong. */
  public enum Reason {
    /** The peer closed or reset the connection. */
    CLOSED("closed"),
    /** The handshake took too long. */
    TIMEOUT("timeout"),
    /** The limit for handshakes in a second left no place for it in time. */
    RATE_LIMITED("rate_limited"),
    /** The client speaks plain HTTP. */
    PLAIN_HTTP("plain_http"),
    /** The peer does not speak TLS. */
    NOT_TLS("not_tls"),
    /** No certificate is configured for the name that the client asked for. */
    UNRECOGNIZED_NAME("unrecognized_name"),
    /** No version of TLS that both speak. */
    PROTOCOL_VERSION("protocol_version"),
    /** No cipher suite, group or signature algorithm that both have. */
    HANDSHAKE_FAILURE("handshake_failure"),
    /** No application protocol that both speak. */
    NO_APPLICATION_PROTOCOL("no_application_protocol"),
    /** The client showed no certificate, and one is required. */
    CERTIFICATE_REQUIRED("certificate_required"),
    /** The peer's certificate was not accepted. */
    BAD_CERTIFICATE("bad_certificate"),
    /** The peer sent a fatal alert. */
    ALERT("alert"),
    /** The peer broke the protocol. */
    PROTOCOL_ERROR("protocol_error");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** As metrics and logs have it. */
    public String code() {
      return code;
    }
  }

  /** For people, of a server whose client failed. */
  public String ofServer() {
    return switch (reason) {
      case NOT_TLS -> "it does not speak TLS";
      case CLOSED -> "it closed the connection in the handshake";
      case TIMEOUT -> "the handshake took too long";
      default -> detail.isEmpty() ? reason.code() : detail;
    };
  }

  /** The reason, with the detail if there is one. */
  public String text() {
    return detail.isEmpty() ? reason.code() : reason.code() + ": " + detail;
  }
}
