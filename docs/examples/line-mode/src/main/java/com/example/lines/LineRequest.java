package com.example.lines;

import io.porty.api.route.RouteRequest;
import java.net.SocketAddress;

/** What routers of the mode {@code lines} are asked about. */
public interface LineRequest extends RouteRequest {

  /** The first line that the client sent, without its end. */
  String line();

  /** One made of values. */
  record Of(String routeName, SocketAddress client, SocketAddress local, String line)
      implements LineRequest {}
}
