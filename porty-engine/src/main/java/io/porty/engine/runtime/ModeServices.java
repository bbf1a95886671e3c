package io.porty.engine.runtime;

import io.porty.api.mode.HttpChallenges;
import io.porty.api.mode.Relay;
import io.porty.net.transport.EventLoops;
import org.jspecify.annotations.Nullable;

/**
 * What the engine gives the mode of one listening address.
 *
 * @param instanceId random id of this process
 * @param challenges that come before its routes; null without any
 */
record ModeServices(
    EventLoops loops,
    Relay relay,
    EngineContext context,
    String instanceId,
    @Nullable HttpChallenges challenges) {}
