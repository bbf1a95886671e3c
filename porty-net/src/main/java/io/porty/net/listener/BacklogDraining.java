package io.porty.net.listener;

/** A listener that can accept its backlog before it closes, so that those clients are not reset. */
public interface BacklogDraining {

  /** Accepts the backlog, then closes as {@code Listener.close} does. */
  void closeAfterBacklog();
}
