package io.porty.api;

import java.util.concurrent.Executor;

/**
 * Services of Porty for everything that a plugin creates. No method throws because a service is
 * missing.
 *
 * @since 0.1
 */
@PortyImplements
public interface PluginContext {

  /** {@return the version of the running Porty, as {@code porty version} prints it} */
  String portyVersion();

  /**
   * Threads for blocking work such as lookups and files. The pool is bounded and belongs to the
   * plugin alone. Event loops must never block: a router that needs to returns {@link
   * io.porty.api.route.RouteAnswer.Async} with a stage that completes here. If the queue is full,
   * {@code execute} throws {@link java.util.concurrent.RejectedExecutionException}, which ends the
   * request with an error.
   *
   * @return the executor of these threads
   */
  Executor blocking();
}
