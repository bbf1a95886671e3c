package io.porty.engine.runtime;

import io.netty.channel.Channel;

/**
 * An open connection.
 *
 * @param group whose configuration serves it
 * @param sinceMillis when it was accepted, Unix time
 */
public record OpenConnection(Channel client, ListenerWorker group, long sinceMillis) {}
