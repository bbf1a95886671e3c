package io.porty.net.relay;

import io.porty.net.diagnostics.InternalErrors;
import java.util.function.BooleanSupplier;

/**
 * Resources that all relays of a process share. Thread-safe.
 *
 * @param pipes limit of splice pipes
 * @param shortOfMemory whether write buffers should be small
 * @param errors receives internal errors
 */
record RelayShared(PipeLimiter pipes, BooleanSupplier shortOfMemory, InternalErrors errors) {}
