package io.porty.net.listener;

/** A listener that can end without losing who waits to be accepted. */
public interface Emptying {

  /** Closes as {@code Listener.close} does, in the moment in which nobody waits to be accepted. */
  void closeWhenEmpty();
}
