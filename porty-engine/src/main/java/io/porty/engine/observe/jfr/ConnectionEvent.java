package io.porty.engine.observe.jfr;

import io.netty.channel.Channel;
import io.porty.api.AddressText;
import io.porty.api.mode.ConnectionFacts;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A client connection from accept to close. */
@Name("porty.Connection")
@Label("Client connection")
@Category("Porty")
@Description("A client connection from accept to close")
@StackTrace(false)
final class ConnectionEvent extends Event {

  @Label("Listener")
  String listener = "";

  @Label("Client")
  String client = "";

  /** Never committed; only tells whether the event is being recorded. */
  private static final ConnectionEvent PROTOTYPE = new ConnectionEvent();

  /** Records an accepted channel if the event is enabled. On its event loop. */
  static void follow(Channel channel) {
    if (PROTOTYPE.isEnabled()) {
      ConnectionEvent event = new ConnectionEvent();
      event.listener = AddressText.of(channel.localAddress());
      event.client = AddressText.of(ConnectionFacts.clientOf(channel));
      event.begin();
      channel.closeFuture().addListener(closed -> event.commit());
    }
  }
}
