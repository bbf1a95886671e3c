package io.porty.api;

import java.util.concurrent.Executor;

/**
 * What Porty offers to everything that a plugin creates. Complete: no method throws because
 * something is missing.
 *
 * @since 0.1
 */
@PortyImplements
public interface PluginContext {

  /** {@return the version of the running Porty, as {@code porty version} prints it} */
  String portyVersion();

  /**
   * Threads for work that waits: look-ups, files. Bounded, and each plugin's own: one that blocks
   * them all harms itself. An event loop must never wait; a router that needs to answers {@code
   * Later} with a stage that completes here. When the threads are busy and too much waits already,
   * {@code execute} throws {@link java.util.concurrent.RejectedExecutionException}, which refuses
   * the request.
   *
   * @return the executor of these threads
   */
  Executor blocking();
}
