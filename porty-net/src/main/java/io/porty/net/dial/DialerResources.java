package io.porty.net.dial;

import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.transport.EventLoops;
import io.porty.net.upstream.EndpointTable;

/** Resources that the dialers of all routes share. */
public record DialerResources(
    EventLoops loops,
    NameResolver resolver,
    EndpointTable endpoints,
    OwnConnections connections,
    InternalErrors errors) {}
