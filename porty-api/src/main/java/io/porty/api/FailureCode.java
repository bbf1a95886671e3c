package io.porty.api;

/**
 * Every way in which Porty itself ends a request or a connection, built-in routers included. One
 * member decides the status that an HTTP client sees, and the stable word in {@code X-Porty-Error},
 * the traffic log and the metrics; there is no second list. Only the words that a plugin chooses
 * for its own refusals ({@link io.porty.api.route.Decision#refuse(int, String, String)}) are not
 * here.
 *
 * @since 0.1
 */
public enum FailureCode {
  BAD_REQUEST("bad_request", 400, "Malformed request"),
  BAD_FRAMING("bad_framing", 400, "Ambiguous or malformed message length"),
  BAD_HOST("bad_host", 400, "Missing, repeated or invalid Host"),
  BAD_CHUNK("bad_chunk", 400, "Malformed chunked body"),
  MISSING_TARGET("missing_target", 400, "The request names no target"),
  BAD_TARGET("bad_target", 400, "The request names an invalid target"),
  AMBIGUOUS_PATH("ambiguous_path", 400, "The path can be read in two ways"),
  TARGET_DENIED("target_denied", 403, "Target is not allowed"),
  BAD_SIGNATURE("bad_signature", 403, "The link is not signed by this proxy"),
  LINK_EXPIRED("link_expired", 403, "The link has expired"),
  METHOD_NOT_ALLOWED("method_not_allowed", 405, "Method is not served here"),
  HEAD_TIMEOUT("head_timeout", 408, "Request head was not finished in time"),
  BODY_TIMEOUT("body_timeout", 408, "Request body made no progress"),
  SEND_TIMEOUT("send_timeout", 408, "Client did not take the response"),
  BODY_TOO_LARGE("body_too_large", 413, "Request body is too large"),
  TARGET_TOO_LONG("target_too_long", 414, "Request line is too long"),
  NO_ROUTE("no_route", 421, "No route serves this host"),
  EXPECTATION_FAILED("expectation_failed", 417, "Unknown expectation"),
  HEAD_TOO_LARGE("head_too_large", 431, "Request head is too large"),
  INTERNAL_ERROR("internal_error", 500, "Porty failed"),
  PLUGIN_FAILED("plugin_failed", 500, "A routing plugin failed"),
  UNSUPPORTED_TRANSFER_CODING("unsupported_transfer_coding", 501, "Unknown transfer coding"),
  CONNECT_REFUSED("connect_refused", 502, "Backend connection failed after retries"),
  DNS_FAILURE("dns_failure", 502, "Backend name could not be resolved"),
  BACKEND_CLOSED("backend_closed", 502, "Backend closed the connection before it answered"),
  BACKEND_INVALID("backend_invalid", 502, "Backend sent an invalid response"),
  TRUNCATED_RESPONSE("truncated_response", 502, "Backend response was cut short"),
  UPSTREAM_OVERLOADED("upstream_overloaded", 503, "Too many connections to this backend"),
  RESOLVER_BUSY("resolver_busy", 503, "Too many names are being looked up"),
  CLIENT_LIMIT("client_limit", 503, "Too many connections from this address"),
  CONNECT_TIMEOUT("connect_timeout", 504, "Backend did not accept the connection in time"),
  RESPONSE_TIMEOUT("response_timeout", 504, "Backend did not answer in time"),
  PLUGIN_TIMEOUT("plugin_timeout", 504, "A routing plugin did not answer in time"),
  BAD_VERSION("bad_version", 505, "HTTP version is not supported"),
  LOOP("loop", 508, "Request came through this Porty already"),
  CLIENT_CLOSED("client_closed", 499, "Client closed the connection"),
  RELAY_BROKEN("relay_broken", 502, "Connection was reset"),
  IDLE_TIMEOUT("idle_timeout", 408, "Connection was idle for too long");

  private final String code;
  private final int status;
  private final String reason;

  FailureCode(String code, int status, String reason) {
    this.code = code;
    this.status = status;
    this.reason = reason;
  }

  /** The stable word: lower case, underscores. */
  public String code() {
    return code;
  }

  /** The HTTP status; also used in logs of connections that are not HTTP. */
  public int status() {
    return status;
  }

  /** One short sentence without a full stop, as the client reads it. */
  public String reason() {
    return reason;
  }
}
