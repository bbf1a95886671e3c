package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.stream.ClientStream;

/**
 * The body of a request, for its exchange.
 *
 * @param handler of the exchange
 */
record ExchangeUpload(ClientStream.BodyHandler handler) implements UploadSink {

  @Override
  public boolean takes() {
    return handler.takesBody();
  }

  @Override
  public boolean takesEnd() {
    return handler.takesEnd();
  }

  @Override
  public void data(ByteBuf in, int length) {
    handler.requestData(in, length);
  }

  @Override
  public boolean ended(byte[] trailers, int length) {
    return handler.requestEnded(trailers, length);
  }
}
