package io.porty.engine.generation;

import io.netty.channel.Channel;

/**
 * An open connection.
 *
 * @param group whose configuration serves it
 * @param sinceMillis when it was accepted, Unix time
 */
public record ClientEntry(Channel client, RunningGroup group, long sinceMillis) {}
