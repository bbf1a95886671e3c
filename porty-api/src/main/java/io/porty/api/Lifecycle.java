package io.porty.api;

/**
 * The life of what a plugin's factory creates, in order:
 *
 * <ol>
 *   <li>{@code create} of the factory: reads its settings, opens nothing. {@code porty check} stops
 *       here.
 *   <li>{@link #inheritFrom}, after a reload, if there was one of the same name on the same route.
 *   <li>{@link #start}: connections, threads, files. Porty listens when all have started.
 *   <li>at work
 *   <li>{@link #drain}: no new connection comes; what runs may still ask.
 *   <li>{@link #close}: nobody asks any more. Also called if a later start failed, but only on what
 *       was started itself.
 * </ol>
 *
 * Each of them is called once, never on an event loop, and has {@value #DEADLINE_SECONDS} seconds;
 * Porty then goes on without it (a start that is late or throws ends Porty's own start, naming the
 * plugin). When Porty itself ends, all plugins together have what is left of {@code
 * drain_timeout_seconds} and five seconds more, and are told at the same time; whoever has not come
 * back then is named, and the process halted. Every method has a default that does nothing.
 *
 * @since 0.1
 */
@PluginImplements
public interface Lifecycle {

  /** What each step may take, in seconds. */
  int DEADLINE_SECONDS = 10;

  /**
   * Takes over state of the predecessor, such as caches, connections or counters. The predecessor
   * is still in use until it is drained and closed.
   *
   * @param predecessor created by the same factory for the previous configuration
   */
  default void inheritFrom(Object predecessor) {}

  /**
   * Starts it.
   *
   * @throws Exception if it cannot start; the message is shown to the user
   */
  default void start() throws Exception {}

  /** Stops background work; {@link #close} follows. */
  default void drain() {}

  /**
   * Releases all resources.
   *
   * @throws Exception if that fails; the message is logged
   */
  default void close() throws Exception {}
}
