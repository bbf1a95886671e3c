package io.porty.engine.runtime;

import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.engine.observe.recent.RecentTraffic;

/**
 * The access logging of one route. The admin endpoint may change the level at run time, and the
 * list of recent requests receives records only while somebody views it. Thread-safe.
 */
public final class AccessLogControl {

  private final AccessLog logs;
  private final AccessLog recentOnly;
  private final RecentTraffic recent;
  private final boolean hasLogs;
  private volatile LogLevel level;

  /**
   * @param level the configured level
   * @param logs passes records to the route's logs and to the list of recent requests
   * @param recentOnly passes records to the list of recent requests only
   */
  AccessLogControl(LogLevel level, AccessLog logs, AccessLog recentOnly, RecentTraffic recent) {
    this.level = level;
    this.hasLogs = level != LogLevel.NONE;
    this.logs = logs;
    this.recentOnly = recentOnly;
    this.recent = recent;
  }

  LogLevel level() {
    return level;
  }

  AccessLog log() {
    return level == LogLevel.NONE ? recentOnly : logs;
  }

  boolean isWanted() {
    return level != LogLevel.NONE || recent.isWatched();
  }

  /**
   * Changes the level until the next reload.
   *
   * @return false if the route is configured with {@code log_level = "none"}: it has no log
   */
  public boolean setLevel(LogLevel to) {
    if (!hasLogs && to != LogLevel.NONE) {
      return false;
    }
    level = to;
    return true;
  }
}
