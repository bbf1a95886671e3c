package io.porty.api;

/**
 * The errors with which Porty ends a request or connection, including those of built-in routers.
 * Each has the HTTP status, and the stable code in {@code X-Porty-Error}, the access log and the
 * metrics. Only the codes of plugins' own responses ({@link
 * io.porty.api.route.Decision#respond(int, String, String)}) are not listed here.
 *
 * @since 0.1
 */
public enum FailureCode {
  /** The head of a request breaks the grammar of RFC 9112. */
  BAD_REQUEST("bad_request", 400, "Malformed request"),
  /**
   * Where the body ends is ambiguous: Content-Length and Transfer-Encoding contradict each other,
   * or are malformed (RFC 9112 section 6.3).
   */
  BAD_FRAMING("bad_framing", 400, "Ambiguous or malformed message length"),
  /** Host is missing, is repeated, or is malformed. */
  BAD_HOST("bad_host", 400, "Missing, repeated or invalid Host"),
  /** Plain HTTP on a listener with TLS. */
  TLS_EXPECTED("tls_expected", 400, "This port speaks HTTPS"),
  /** A chunk of the body is malformed. */
  BAD_CHUNK("bad_chunk", 400, "Malformed chunked body"),
  /** The request has no target, and no other router decided. */
  MISSING_TARGET("missing_target", 400, "The request names no target"),
  /** The target in the request is malformed. */
  BAD_TARGET("bad_target", 400, "The request names an invalid target"),
  /** The path is ambiguous for backends, and a rule depends on its meaning. */
  AMBIGUOUS_PATH("ambiguous_path", 400, "The path can be read in two ways"),
  /**
   * The route's target policy does not allow the target; also a TCP connection without a decision.
   */
  TARGET_DENIED("target_denied", 403, "Target is not allowed"),
  /** A signed link is not signed with one of the keys, or does not match the request. */
  BAD_SIGNATURE("bad_signature", 403, "The link is not signed by this proxy"),
  /** A signed link has expired. */
  LINK_EXPIRED("link_expired", 403, "The link has expired"),
  /** CONNECT, or TRACE whose Max-Forwards is 0. */
  METHOD_NOT_ALLOWED("method_not_allowed", 405, "Method is not served here"),
  /** The request's head was not complete in time. */
  HEAD_TIMEOUT("head_timeout", 408, "Request head was not finished in time"),
  /** The request body made no progress, or too little. */
  BODY_TIMEOUT("body_timeout", 408, "Request body made no progress"),
  /** The client did not read the response in time. */
  SEND_TIMEOUT("send_timeout", 408, "Client did not take the response"),
  /** The request's body is larger than the route allows. */
  BODY_TOO_LARGE("body_too_large", 413, "Request body is too large"),
  /** The request line is longer than the limit. */
  TARGET_TOO_LONG("target_too_long", 414, "Request line is too long"),
  /** No route of the listener serves the host of the request. */
  NO_ROUTE("no_route", 421, "No route serves this host"),
  /**
   * The route of the host has other rules for client certificates than the connection, or has no
   * TLS (RFC 9110 section 15.5.20). The client may repeat the request on another connection.
   */
  MISDIRECTED("misdirected", 421, "This connection is not for this host"),
  /** Expect asks for something other than 100-continue. */
  EXPECTATION_FAILED("expectation_failed", 417, "Unknown expectation"),
  /** The request's head is larger than the limits. */
  HEAD_TOO_LARGE("head_too_large", 431, "Request head is too large"),
  /** An internal error of Porty; the log has its stack. Never caused by a client or backend. */
  INTERNAL_ERROR("internal_error", 500, "Porty failed"),
  /** A router threw, returned null, or returned an invalid answer; the log names its plugin. */
  PLUGIN_FAILED("plugin_failed", 500, "A routing plugin failed"),
  /** A transfer coding other than chunked. */
  UNSUPPORTED_TRANSFER_CODING("unsupported_transfer_coding", 501, "Unknown transfer coding"),
  /** The backend refused the connection, after all retries. */
  CONNECT_REFUSED("connect_refused", 502, "Backend connection failed after retries"),
  /** The host name of the backend has no address. */
  DNS_FAILURE("dns_failure", 502, "Backend name could not be resolved"),
  /** The TLS handshake with the backend failed; the log has the alert. */
  TLS_FAILED("tls_failed", 502, "TLS handshake with the backend failed"),
  /** The backend's certificate is not trusted; the log says which check failed. */
  TLS_UNTRUSTED("tls_untrusted", 502, "The backend's certificate is not trusted"),
  /** The backend closed the connection before the first byte of its response. */
  BACKEND_CLOSED("backend_closed", 502, "Backend closed the connection before it answered"),
  /**
   * The backend did not take the request, on HTTP/2 by REFUSED_STREAM or GOAWAY, and not again on
   * another connection.
   */
  BACKEND_REFUSED("backend_refused", 503, "Backend did not take the request"),
  /** The response of the backend is malformed or unexpected. */
  BACKEND_INVALID("backend_invalid", 502, "Backend sent an invalid response"),
  /** The backend closed the connection before its response was complete. */
  TRUNCATED_RESPONSE("truncated_response", 502, "Backend response was cut short"),
  /** Porty is shutting down; for protocols that report it to clients. */
  DRAINING("draining", 503, "Porty is shutting down"),
  /**
   * All permitted connections to the backend are in use, and the queue is full or its timeout has
   * expired.
   */
  UPSTREAM_OVERLOADED("upstream_overloaded", 503, "Too many connections to this backend"),
  /** Too many DNS lookups are in progress. */
  RESOLVER_BUSY("resolver_busy", 503, "Too many names are being looked up"),
  /** The client has reached the limit of connections for one address. */
  CLIENT_LIMIT("client_limit", 503, "Too many connections from this address"),
  /** The backend did not accept the connection within the route's timeout. */
  CONNECT_TIMEOUT("connect_timeout", 504, "Backend did not accept the connection in time"),
  /** The backend did not begin to respond in time, or paused for too long within it. */
  RESPONSE_TIMEOUT("response_timeout", 504, "Backend did not answer in time"),
  /** An asynchronous decision was not made within the route's timeout. */
  PLUGIN_TIMEOUT("plugin_timeout", 504, "A routing plugin did not answer in time"),
  /** A version of HTTP other than 1.0 and 1.1. */
  BAD_VERSION("bad_version", 505, "HTTP version is not supported"),
  /** A forwarding loop: the request has passed this Porty before. */
  LOOP("loop", 508, "Request came through this Porty already"),
  /** The client closed the connection before the response was complete. Logs only. */
  CLIENT_CLOSED("client_closed", 499, "Client closed the connection"),
  /** A tunnel or TCP connection was reset. Logs only. */
  RELAY_BROKEN("relay_broken", 502, "Connection was reset"),
  /** A tunnel or TCP connection exceeded its idle timeout. Logs only. */
  IDLE_TIMEOUT("idle_timeout", 408, "Connection was idle for too long");

  private final String code;
  private final int status;
  private final String reason;

  FailureCode(String code, int status, String reason) {
    this.code = code;
    this.status = status;
    this.reason = reason;
  }

  /** {@return the stable error code: lower case and underscores} */
  public String code() {
    return code;
  }

  /** {@return the HTTP status; also used in logs of connections that are not HTTP} */
  public int status() {
    return status;
  }

  /** {@return the message for the client, a sentence without a full stop} */
  public String reason() {
    return reason;
  }
}
