package io.porty.api.log;

/**
 * The trace that an exchange belongs to (W3C Trace Context, level 1), in lower-case hexadecimal.
 *
 * @param traceId 32 digits
 * @param parentId 16 digits: the span that the client sent; empty if the trace starts here
 * @param spanId 16 digits: the span that the backend got, if it is Porty's own; empty if the
 *     client's was propagated
 * @param sampled whether the trace is sampled
 * @since 0.1
 */
public record TraceContext(String traceId, String parentId, String spanId, boolean sampled) {}
