package io.porty.mode.http.head;

/**
 * Bounds on a head (RFC 9112 section 3: at least 8000 bytes of request line should be served).
 *
 * @param lineBytes the start line, without its line end
 * @param headBytes everything up to and including the empty line
 * @param fields how many field lines
 */
public record HeadLimits(int lineBytes, int headBytes, int fields) {}
