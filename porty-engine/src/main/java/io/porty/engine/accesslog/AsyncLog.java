package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;

/**
 * A traffic log that records are carried to.
 *
 * @param counters of the logs of its name
 * @param worker what it shares a queue and a thread with
 */
public record AsyncLog(AccessLog log, LogCounters counters, Queue queue) {

  /**
   * Logs that share a queue: those of one plugin that write to one place. One that is slow, or
   * whose place takes nothing, keeps no other waiting.
   *
   * @param group the plugin; one for all that came with Porty
   * @param key within the group
   * @param loader the context class loader of its thread
   * @param capacity of its queue, a power of two
   */
  public record Queue(Object group, String key, ClassLoader loader, int capacity) {}
}
