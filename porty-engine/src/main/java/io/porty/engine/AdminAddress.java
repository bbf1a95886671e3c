package io.porty.engine;

import io.porty.api.Target;
import java.util.Optional;

/**
 * The address of an admin endpoint.
 *
 * @param listen host and port, or the path of a Unix domain socket
 * @param token the bearer token that clients must send; empty if none is required
 */
public record AdminAddress(Target listen, Optional<String> token) {}
