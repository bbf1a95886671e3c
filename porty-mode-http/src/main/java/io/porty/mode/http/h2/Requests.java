package io.porty.mode.http.h2;

import io.porty.api.FailureCode;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Begins the requests of a client's connection, from the header block that is in the event loop's
 * {@link RequestBlock}: the head in HTTP/1 form goes through the same parser and rules as every
 * other. On the event loop.
 */
final class Requests {

  private final H2ServerConnection connection;

  /** The error that answers every request; null for a connection that is served. */
  private final @Nullable FailureCode rejection;

  Requests(H2ServerConnection connection, @Nullable FailureCode rejection) {
    this.connection = connection;
    this.rejection = rejection;
  }

  /** A new stream begins. */
  void begin(int id, boolean endStream) {
    connection.opened(id);
    if (connection.isClosedToNew()) {
      // The last GOAWAY has named a lower stream: the client sends it again elsewhere.
      connection.streams().recent().add(id, endStream);
      return;
    }
    if (connection.streams().count() >= connection.maxStreams()) {
      connection.faults().refuse(id);
      return;
    }
    H2LoopState loop = connection.loop();
    RequestBlock block = loop.requestBlock();
    byte[] key = block.isWebSocket() ? WebSocketKey.random() : Ascii.NONE;
    String fault = block.finish(key);
    H2ServerStream stream = connection.open(id, block.priority());
    stream.upload().start(-1, true);
    if (endStream) {
      stream.upload().endsWithHead();
    }
    if (fault == null) {
      stream.response().opensWebSocket(key);
      fault = parse(loop, stream, endStream);
    }
    if (fault != null) {
      stream.kill(H2Error.PROTOCOL_ERROR);
      connection.faults().countReset(id, Abuse.MADE_YOU_RESET);
      stream.rejected(null, FailureCode.BAD_REQUEST, fault);
      stream.exchangeOver();
    }
    if (rejection != null) {
      connection.drain();
    }
  }

  /** Starts the request; returns what is malformed about it, null if nothing is. */
  private @Nullable String parse(H2LoopState loop, H2ServerStream stream, boolean endStream) {
    RequestBlock block = loop.requestBlock();
    HeadParser parser = loop.parser();
    if (parser.request(block.bytes(), block.length()) != block.length()) {
      stream.rejected(null, parser.error(), parser.fault());
      return null;
    }
    RequestHead head = loop.request();
    FailureCode problem = head.read();
    int at = head.problemAt();
    if (problem == null && block.isExtendedConnect() && !block.isWebSocket()) {
      problem = FailureCode.METHOD_NOT_ALLOWED;
    }
    FramingRules framing = loop.framing();
    if (problem == null && rejection == null) {
      problem = framing.request(parser.bytes(), parser.fields(), parser.minor());
      at = framing.problemAt();
    }
    if (rejection != null) {
      stream.rejected(head, rejection, "");
      return null;
    }
    if (problem != null) {
      stream.rejected(head, problem, at < 0 ? "" : parser.excerpt(at));
      return null;
    }
    long length = framing.length();
    if (block.isWebSocket() && length >= 0) {
      return "content-length of a CONNECT"; // the handshake with the backend has no content
    }
    if (endStream && length > 0) {
      return "END_STREAM before the content";
    }
    boolean isEmpty = endStream || block.isWebSocket();
    Framing in = length >= 0 ? Framing.CONTENT_LENGTH : Framing.CHUNKED;
    stream.upload().start(length, isEmpty);
    if (endStream) {
      stream.upload().endsWithHead();
    }
    stream.neverIndexed(block.neverIndexed());
    stream.request(head, isEmpty ? Framing.NONE : in, length);
    return null;
  }
}
