package io.porty.mode.http.head;

/**
 * Limits of a head (RFC 9112 section 3: request lines of at least 8000 bytes should be supported).
 *
 * @param lineBytes of method and target with the space between them, or of a status line
 * @param headBytes of the head, including the empty line
 * @param fields number of field lines
 */
public record HeadLimits(int lineBytes, int headBytes, int fields) {}
