package io.porty.mode.http.h2;

import io.porty.api.mode.ClientKey;
import io.porty.mode.http.hpack.DynamicTable;
import io.porty.mode.http.hpack.FieldSink;
import io.porty.mode.http.hpack.HpackResult;

/**
 * The header blocks of a client's connection: HEADERS and its CONTINUATIONs (RFC 9113 section 4.3).
 * Every block is decoded, because later ones build on it. On the event loop.
 */
final class HeaderBlocks implements BlockCollector.Owner {

  private final H2ServerConnection connection;
  private final DynamicTable table = new DynamicTable(H2Limits.TABLE_BYTES);
  private final BlockCollector collector;

  HeaderBlocks(H2ServerConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.collector = new BlockCollector(this, guard);
  }

  BlockCollector collector() {
    return collector;
  }

  // BlockCollector.Owner

  @Override
  public byte[] block() {
    return connection.loop().block();
  }

  @Override
  public int headBytes() {
    return connection.loop().listener().limits().headBytes();
  }

  @Override
  public LongBlocks longBlocks() {
    return connection.loop().longBlocks();
  }

  @Override
  public Object remote() {
    return ClientKey.of(connection.peer());
  }

  @Override
  public void malformed(H2Error error, String text) {
    connection.malformed(error, text);
  }

  @Override
  public void abuse(Abuse reason) {
    connection.faults().abuse(reason);
  }

  @Override
  public void block(int stream, byte[] block, int bytes, boolean endStream) {
    H2LoopState loop = connection.loop();
    H2ServerStream open = connection.streams().get(stream);
    if (open == null && stream > connection.streams().last() && (stream & 1) == 1) {
      loop.requestBlock().clear();
      if (decode(block, bytes, loop.requestBlock())) {
        connection.requests().begin(stream, endStream);
      }
      return;
    }
    RecentStreams.End left =
        open == null ? connection.streams().recent().of(stream) : RecentStreams.End.UNKNOWN;
    if (open == null && left != RecentStreams.End.BY_PORTY) {
      boolean known = left == RecentStreams.End.BY_PEER;
      connection.malformed(
          known ? H2Error.STREAM_CLOSED : H2Error.PROTOCOL_ERROR, "HEADERS on stream " + stream);
      return;
    }
    TrailerBlock trailers = loop.trailerBlock();
    trailers.clear();
    if (decode(block, bytes, trailers) && open != null) {
      trailers(open, trailers, endStream);
    }
  }

  private void trailers(H2ServerStream stream, TrailerBlock trailers, boolean endStream) {
    String fault = trailers.finish();
    if (stream.upload().isInputEnded()) {
      connection.faults().streamError(stream, H2Error.STREAM_CLOSED, "HEADERS after the end");
    } else if (stream.response().isForWebSocket()) {
      connection.faults().streamError(stream, H2Error.PROTOCOL_ERROR, "HEADERS in a tunnel");
    } else if (!endStream) {
      connection.faults().streamError(stream, H2Error.PROTOCOL_ERROR, "HEADERS without END_STREAM");
    } else if (fault != null) {
      connection
          .faults()
          .streamError(stream, H2Error.PROTOCOL_ERROR, "malformed trailers: " + fault);
    } else if (!stream.endUpload(trailers.bytes(), trailers.length())) {
      connection.faults().streamError(stream, H2Error.PROTOCOL_ERROR, "less than content-length");
    }
  }

  private boolean decode(byte[] block, int bytes, FieldSink sink) {
    HpackResult result = connection.loop().decoder().decode(block, 0, bytes, table, sink);
    switch (result) {
      case OK -> {
        return true;
      }
      case MALFORMED -> connection.malformed(H2Error.COMPRESSION_ERROR, "malformed header block");
      case TOO_LONG, TOO_MANY_FIELDS -> connection.faults().abuse(Abuse.HEADER_BOMB);
    }
    return false;
  }
}
