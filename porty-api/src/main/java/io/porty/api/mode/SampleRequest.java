package io.porty.api.mode;

import java.util.List;
import java.util.Map;

/**
 * What somebody asks {@code porty explain} about: the parts of a URL as one would give it to curl.
 *
 * @param routeName the route that would serve it
 * @param method GET unless said otherwise
 * @param authority host and port, or what a field {@code Host} says
 * @param target path and query, as on the wire; begins with a slash
 * @param headers values by name in lower case
 * @since 0.2
 */
public record SampleRequest(
    String routeName,
    String method,
    String authority,
    String target,
    Map<String, List<String>> headers) {}
