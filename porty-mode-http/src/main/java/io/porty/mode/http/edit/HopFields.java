package io.porty.mode.http.edit;

/**
 * What a route tells its backends of the hop that Porty is.
 *
 * @param style which forwarding fields are written
 * @param loopLine the field by which this Porty finds requests that come round again, with its line
 *     end: Via (RFC 9110 section 7.6.3) or CDN-Loop (RFC 8586)
 */
public record HopFields(ForwardedFields.Style style, byte[] loopLine) {}
