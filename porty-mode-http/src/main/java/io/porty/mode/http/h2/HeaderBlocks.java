package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.hpack.DynamicTable;
import io.porty.mode.http.hpack.FieldSink;
import io.porty.mode.http.hpack.HpackResult;
import java.util.Arrays;

/**
 * The header blocks of a client's connection: HEADERS and its CONTINUATIONs (RFC 9113 section 4.3).
 * Every block is decoded, because later ones build on it. On the event loop.
 */
final class HeaderBlocks {

  private static final byte[] NONE = new byte[0];

  private final H2ServerConnection connection;
  private final DynamicTable table = new DynamicTable(H2Limits.TABLE_BYTES);
  private final AbuseGuard guard;
  private byte[] partial = NONE;
  private int length;
  private boolean endStream;

  HeaderBlocks(H2ServerConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.guard = guard;
  }

  /** A HEADERS frame. */
  void headers(FrameHeader frame, ByteBuf in) {
    int end = in.readerIndex() + frame.length();
    int padding = frame.has(FrameType.PADDED) ? in.readUnsignedByte() : 0;
    if (frame.has(FrameType.WITH_PRIORITY)) {
      in.skipBytes(5);
    }
    int bytes = end - in.readerIndex() - padding;
    if (bytes < 0) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "padding is longer than its frame");
      return;
    }
    endStream = frame.has(FrameType.END_STREAM);
    guard.block();
    if (frame.has(FrameType.END_HEADERS)) {
      byte[] block = connection.loop().block();
      in.readBytes(block, 0, bytes);
      complete(frame.stream(), block, bytes);
    } else {
      length = 0;
      add(in, bytes);
    }
  }

  /** A CONTINUATION frame of the current block. */
  void continuation(FrameHeader frame, ByteBuf in) {
    int most = connection.loop().listener().limits().headBytes() + H2Limits.BLOCK_SLACK;
    if (!guard.continuation() || length + frame.length() > most) {
      connection.abuse(Abuse.CONTINUATION_FLOOD);
      return;
    }
    add(in, frame.length());
    if (frame.has(FrameType.END_HEADERS)) {
      byte[] block = partial;
      partial = NONE;
      complete(frame.stream(), block, length);
    }
  }

  private void add(ByteBuf in, int bytes) {
    if (length + bytes > partial.length) {
      partial = Arrays.copyOf(partial, Math.max(length + bytes, partial.length * 2));
    }
    in.readBytes(partial, length, bytes);
    length += bytes;
  }

  private void complete(int stream, byte[] block, int bytes) {
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
      boolean known = left == RecentStreams.End.BY_CLIENT;
      connection.malformed(
          known ? H2Error.STREAM_CLOSED : H2Error.PROTOCOL_ERROR, "HEADERS on stream " + stream);
      return;
    }
    TrailerBlock trailers = loop.trailerBlock();
    trailers.clear();
    if (decode(block, bytes, trailers) && open != null) {
      trailers(open, trailers);
    }
  }

  private void trailers(H2ServerStream stream, TrailerBlock trailers) {
    String fault = trailers.finish();
    if (stream.upload().isInputEnded()) {
      connection.streamError(stream, H2Error.STREAM_CLOSED, "HEADERS after the end");
    } else if (!endStream) {
      connection.streamError(stream, H2Error.PROTOCOL_ERROR, "HEADERS without END_STREAM");
    } else if (fault != null) {
      connection.streamError(stream, H2Error.PROTOCOL_ERROR, "malformed trailers: " + fault);
    } else if (!stream.endUpload(trailers.bytes(), trailers.length())) {
      connection.streamError(stream, H2Error.PROTOCOL_ERROR, "less than content-length");
    }
  }

  private boolean decode(byte[] block, int bytes, FieldSink sink) {
    HpackResult result = connection.loop().decoder().decode(block, 0, bytes, table, sink);
    switch (result) {
      case OK -> {
        return true;
      }
      case MALFORMED -> connection.malformed(H2Error.COMPRESSION_ERROR, "malformed header block");
      case TOO_LONG, TOO_MANY_FIELDS -> connection.abuse(Abuse.HEADER_BOMB);
    }
    return false;
  }
}
