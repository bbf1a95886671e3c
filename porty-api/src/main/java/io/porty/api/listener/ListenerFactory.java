package io.porty.api.listener;

/** Makes the listeners of one name, chosen by a route's {@code listener}. */
public interface ListenerFactory {

  String name();

  /** Called once for each address; binds nothing yet. */
  Listener create(ListenerContext context);
}
