package io.porty.net.dial;

import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.transport.EventLoops;

/** What the dialers of all routes share. */
public record DialerResources(
    EventLoops loops,
    NameResolver resolver,
    Reachability reachability,
    OwnConnections connections,
    InternalErrors errors) {}
