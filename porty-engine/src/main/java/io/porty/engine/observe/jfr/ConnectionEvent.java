package io.porty.engine.observe.jfr;

import io.netty.channel.Channel;
import io.porty.api.AddressText;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A client's connection from accept to close. */
@Name("porty.Connection")
@Label("Client connection")
@Category("Porty")
@Description("A client's connection from accept to close")
@StackTrace(false)
final class ConnectionEvent extends Event {

  @Label("Listener")
  String listener = "";

  @Label("Client")
  String client = "";

  /** Never committed: it knows whether anybody records. */
  private static final ConnectionEvent ASKED = new ConnectionEvent();

  /** Follows a channel that was just accepted, if anybody records. On its event loop. */
  static void follow(Channel channel) {
    if (ASKED.isEnabled()) {
      ConnectionEvent event = new ConnectionEvent();
      event.listener = AddressText.of(channel.localAddress());
      event.client = AddressText.of(channel.remoteAddress());
      event.begin();
      channel.closeFuture().addListener(closed -> event.commit());
    }
  }
}
