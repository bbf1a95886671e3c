package io.porty.net.listener;

/** A listener that can close without resetting the clients in its backlog. */
public interface Emptying {

  /** Closes as {@code Listener.close} does, once the backlog is empty. */
  void closeWhenEmpty();
}
