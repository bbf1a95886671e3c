package io.porty.mode.http.h2;

/** Error codes of RST_STREAM and GOAWAY (RFC 9113 section 7); the code is the ordinal. */
enum H2Error {
  NO_ERROR,
  PROTOCOL_ERROR,
  INTERNAL_ERROR,
  FLOW_CONTROL_ERROR,
  SETTINGS_TIMEOUT,
  STREAM_CLOSED,
  FRAME_SIZE_ERROR,
  REFUSED_STREAM,
  CANCEL,
  COMPRESSION_ERROR,
  CONNECT_ERROR,
  ENHANCE_YOUR_CALM,
  INADEQUATE_SECURITY,
  HTTP_1_1_REQUIRED;

  int code() {
    return ordinal();
  }

  /** The error of a code; unknown ones count as INTERNAL_ERROR (RFC 9113 section 7). */
  static H2Error of(int code) {
    H2Error[] all = values();
    return code >= 0 && code < all.length ? all[code] : INTERNAL_ERROR;
  }
}
