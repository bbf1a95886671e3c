package io.porty.mode.http.hpack;

/** The outcome of decoding a header block. All but {@link #OK} end the connection. */
public enum HpackResult {
  OK,
  /** The block is malformed: COMPRESSION_ERROR. */
  MALFORMED,
  /** More fields than the limit. */
  TOO_MANY_FIELDS,
  /** Longer than the limit, names and values with 32 bytes for each field. */
  TOO_LONG
}
