package io.porty.engine.dial;

import com.google.inject.Inject;
import io.porty.engine.listen.Loops;

/** What the dialers of all routes share. */
public record Dialing(
    Loops loops, NameResolver resolver, Reachability reachability, OwnConnections connections) {

  @Inject
  public Dialing {}
}
