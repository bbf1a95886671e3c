package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;

/**
 * An access log that receives its records asynchronously.
 *
 * @param counters shared by all logs of the same name
 * @param queue which queue and thread it shares with other logs
 */
public record AsyncLog(AccessLog log, LogCounters counters, Queue queue) {

  /**
   * Identifies a queue. Logs of one plugin with the same output share it; a log that is slow, or
   * whose output blocks, therefore delays no log with another queue.
   *
   * @param group the plugin; a single one for all shipped plugins
   * @param key within the group
   * @param loader the context class loader of its thread
   * @param capacity of its queue, a power of two
   */
  public record Queue(Object group, String key, ClassLoader loader, int capacity) {}
}
