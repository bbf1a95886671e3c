package io.porty.net.relay;

import io.porty.net.diagnostics.InternalErrors;
import java.util.function.BooleanSupplier;

/**
 * What all relays of a process share. Thread-safe.
 *
 * @param shortOfMemory whether slow peers may make it hold little
 */
record RelayShared(PipeLimiter pipes, BooleanSupplier shortOfMemory, InternalErrors errors) {}
