package io.porty.engine;

import io.porty.api.Target;
import java.util.Optional;

/**
 * Where a Porty's admin endpoint is.
 *
 * @param token what visitors must know; empty if none is needed
 */
public record AdminAddress(Target listen, Optional<String> token) {}
