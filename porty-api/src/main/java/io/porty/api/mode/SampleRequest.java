package io.porty.api.mode;

import java.util.List;
import java.util.Map;

/**
 * A request of {@code porty explain}.
 *
 * @param routeName the route that would serve it
 * @param method GET by default
 * @param authority host and port, or the value of {@code Host}
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
