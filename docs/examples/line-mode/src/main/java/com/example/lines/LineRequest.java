package com.example.lines;

import io.porty.api.route.RouteRequest;
import java.net.SocketAddress;
import java.util.Optional;

/** What routers of the mode {@code lines} are asked about. */
public interface LineRequest extends RouteRequest {

  /** The first line that the client sent, without its end. */
  String line();

  /** One made of values. */
  record Of(String routeName, SocketAddress client, SocketAddress local, String line)
      implements LineRequest {

    /** Made of values, it stays: a router that decides later may pass it on. */
    @Override
    public Optional<RouteRequest> snapshot() {
      return Optional.of(this);
    }
  }
}
