package io.porty.engine.runtime;

import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.engine.observe.recent.RecentTraffic;

/**
 * How a route's traffic is recorded now: the level may be changed while it runs, and who watches
 * may come and go. Thread-safe.
 */
public final class AccessLogControl {

  private final AccessLog logs;
  private final AccessLog watchers;
  private final RecentTraffic recent;
  private final boolean hasLogs;
  private volatile LogLevel level;

  /**
   * @param level at first
   * @param logs hands records on to the route's logs, and to those who watch
   * @param watchers only to the latter
   */
  AccessLogControl(LogLevel level, AccessLog logs, AccessLog watchers, RecentTraffic recent) {
    this.level = level;
    this.hasLogs = level != LogLevel.NONE;
    this.logs = logs;
    this.watchers = watchers;
    this.recent = recent;
  }

  LogLevel level() {
    return level;
  }

  AccessLog log() {
    return level == LogLevel.NONE ? watchers : logs;
  }

  boolean isWanted() {
    return level != LogLevel.NONE || recent.isWatched();
  }

  /**
   * Another level from now on, until the configuration is read again.
   *
   * @return whether that can be: a route that is configured without a log has none to write to
   */
  public boolean change(LogLevel to) {
    if (!hasLogs && to != LogLevel.NONE) {
      return false;
    }
    level = to;
    return true;
  }
}
