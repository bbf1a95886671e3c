package io.porty.api.log;

/**
 * The trace that an exchange belongs to (W3C Trace Context, level 1), in lower-case hexadecimal.
 *
 * @param traceId 32 digits
 * @param parentId 16 digits: the span that the client sent; empty if the trace begins here
 * @param spanId 16 digits: the span that the backend was told, if that is Porty's own; empty if the
 *     client's was passed on
 * @param sampled whether it is to be recorded
 * @since 0.1
 */
public record TraceContext(String traceId, String parentId, String spanId, boolean sampled) {}
