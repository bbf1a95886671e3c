package io.porty.mode.http.head;

/**
 * Limits of a head (RFC 9112 section 3: request lines of at least 8000 bytes should be supported).
 *
 * @param lineBytes of the start line, without its line end
 * @param headBytes of the head, including the empty line
 * @param fields number of field lines
 */
public record HeadLimits(int lineBytes, int headBytes, int fields) {}
