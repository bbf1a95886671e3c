package io.porty.api;

import java.util.concurrent.Executor;

/**
 * What Porty offers to everything that a plugin creates. Complete: no method throws because
 * something is missing.
 */
public interface PluginContext {

  /** The version of the running Porty, as {@code porty version} prints it. */
  String portyVersion();

  /**
   * Threads for work that waits: look-ups, files. Bounded and shared; an event loop must never
   * wait, and a router that needs to may answer {@code Later} with a stage that completes here.
   */
  Executor blocking();
}
