package io.porty.engine.runtime;

import io.netty.channel.Channel;

/**
 * An open client connection.
 *
 * @param worker the worker that serves it
 * @param sinceMillis Unix time in milliseconds at which it was accepted
 */
public record OpenConnection(Channel client, ListenerWorker worker, long sinceMillis) {}
