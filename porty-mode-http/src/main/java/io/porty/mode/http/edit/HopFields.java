package io.porty.mode.http.edit;

import io.porty.api.mode.ClientCertPart;
import java.util.Set;

/**
 * The fields in which a route reports this hop to its backends.
 *
 * @param style which forwarding fields are written
 * @param loopLine the field line for loop detection, with its line end: Via (RFC 9110 section
 *     7.6.3) or CDN-Loop (RFC 8586)
 * @param loopLineOfHttp2 the same for requests that came by HTTP/2
 * @param clientCert what backends are told of clients' certificates
 */
public record HopFields(
    ForwardedFields.Style style,
    byte[] loopLine,
    byte[] loopLineOfHttp2,
    Set<ClientCertPart> clientCert) {}
