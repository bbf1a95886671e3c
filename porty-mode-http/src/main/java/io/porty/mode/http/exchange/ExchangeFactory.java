package io.porty.mode.http.exchange;

import io.porty.mode.http.stream.ClientStream;

/**
 * Creates the exchanges of one event loop, one for each stream. On that loop.
 *
 * @param loop the state that they share
 */
public record ExchangeFactory(ExchangeLoop loop) implements ClientStream.HandlerFactory {

  @Override
  public ClientStream.Handler open(ClientStream stream) {
    return new Exchange(stream, loop);
  }
}
