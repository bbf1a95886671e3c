package io.porty.engine.control;

import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.transport.EventLoops;

/** What the pages of the admin endpoint show. */
public record AdminSources(
    ConfigReloader reloader,
    EventLoops loops,
    AsyncLogDispatcher logs,
    RecentTraffic recent,
    ReloadCounters reloads,
    InternalErrors errors) {}
