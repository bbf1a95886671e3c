package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.hpack.DynamicTable;
import io.porty.mode.http.hpack.FieldSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backend sends on an HTTP/2 connection. A backend is not trusted: the limits are those of
 * clients. On its event loop.
 */
final class H2ClientFrames implements FrameHandler, BlockCollector.Owner {

  private final H2ClientConnection connection;
  private final AbuseGuard guard;
  private final FrameReader reader = FrameReader.ofBackend(this);
  private final BlockCollector blocks;
  private final DynamicTable table = new DynamicTable(H2Limits.TABLE_BYTES);
  private final H2ClientControl control;
  private final List<H2ClientStream> touched = new ArrayList<>(2);
  private @Nullable H2ClientStream dataStream;
  private int dataLease;
  private int used;
  private int content;
  private int frameLength;
  private boolean frameEnds;

  H2ClientFrames(H2ClientConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.guard = guard;
    this.blocks = new BlockCollector(this, guard);
    this.control = new H2ClientControl(connection, guard);
  }

  /** The backend's SETTINGS. */
  PeerSettings peer() {
    return control.peer();
  }

  H2ClientControl control() {
    return control;
  }

  /** Reads frames as far as they are complete. */
  void read(ByteBuf in) {
    if (!reader.isSettled() && in.readableBytes() >= 4) {
      int first = in.getInt(in.readerIndex());
      if (first == HTTP1) {
        malformed(H2Error.PROTOCOL_ERROR, "the backend speaks HTTP/1 on this port");
        return;
      }
      if (first >>> 8 > H2Limits.FRAME_BYTES) {
        // Text of any kind: as a frame it would be longer than is allowed.
        malformed(H2Error.PROTOCOL_ERROR, "the backend does not speak HTTP/2");
        return;
      }
    }
    reader.read(in);
  }

  /** {@code HTTP} as four bytes: no frame begins like this, because it would be too long. */
  private static final int HTTP1 = 0x48545450;

  // FrameHandler

  @Override
  public boolean isReading() {
    return !connection.isGone();
  }

  @Override
  public void frame(FrameHeader frame, ByteBuf in) {
    control.alive();
    switch (frame.type()) {
      case FrameType.HEADERS -> blocks.headers(frame, in);
      case FrameType.CONTINUATION -> blocks.continuation(frame, in);
      case FrameType.RST_STREAM -> control.reset(frame, in);
      case FrameType.SETTINGS -> control.settings(frame, in);
      case FrameType.PING -> control.ping(frame, in);
      case FrameType.WINDOW_UPDATE -> control.windowUpdate(frame, in);
      case FrameType.GOAWAY -> control.goAway(in);
      default -> control.ignored();
    }
  }

  @Override
  public void dataBegins(FrameHeader frame) {
    control.alive();
    int id = frame.stream();
    H2ClientStream stream = connection.stream(id);
    dataStream = null;
    content = 0;
    frameLength = frame.length();
    frameEnds = frame.has(FrameType.END_STREAM);
    used += frameLength;
    if (stream == null) {
      dataOfNoStream(id);
    } else if (stream.response().isOver()) {
      malformed(H2Error.STREAM_CLOSED, "DATA after the end");
    } else if (!stream.takeWindow(frameLength)) {
      stream.windowFault("more DATA than the stream's window");
    } else {
      dataStream = stream;
      dataLease = stream.turn();
    }
    if (used > H2Limits.CONNECTION_WINDOW) {
      malformed(H2Error.FLOW_CONTROL_ERROR, "more DATA than the connection's window");
    }
  }

  /** RFC 9113 section 6.1; other streams have no part in it. */
  private void dataOfNoStream(int id) {
    RecentStreams recent = connection.list().recent();
    if (connection.isIdleStream(id)) {
      malformed(H2Error.PROTOCOL_ERROR, "DATA on an idle stream");
    } else if (recent.of(id) == RecentStreams.End.BY_PEER) {
      recent.reset(id);
      connection.sender().writer().reset(id, H2Error.STREAM_CLOSED);
      connection.flush();
    }
  }

  @Override
  public void data(ByteBuf in, int length) {
    content += length;
    H2ClientStream stream = dataStream();
    if (stream != null) {
      // Padding makes it longer: such a frame has an end of its own.
      stream.response().data(in, length, frameEnds && content == frameLength);
    }
  }

  @Override
  public void dataEnds() {
    if (!guard.data(content, frameEnds)) {
      abuse(Abuse.EMPTY_DATA);
      return;
    }
    H2ClientStream stream = dataStream();
    dataStream = null;
    if (stream == null) {
      return;
    }
    if (frameEnds) {
      stream.response().end();
      return;
    }
    if (content == 0) {
      stream.response().empty();
    }
    stream.giveBack();
  }

  /** The stream of the current DATA frame, unless its lease has ended. */
  private @Nullable H2ClientStream dataStream() {
    H2ClientStream stream = dataStream;
    return stream != null && stream.turn() == dataLease && stream.isLeased() ? stream : null;
  }

  // BlockCollector.Owner

  @Override
  public byte[] block() {
    return connection.loop().block();
  }

  @Override
  public int headBytes() {
    return connection.loop().limits().headBytes();
  }

  @Override
  public LongBlocks longBlocks() {
    return connection.loop().longBlocks();
  }

  @Override
  public Object remote() {
    return String.valueOf(connection.channel().remoteAddress());
  }

  @Override
  public void block(int id, byte[] block, int length, boolean endStream) {
    H2ClientLoop loop = connection.loop();
    H2ClientStream stream = connection.stream(id);
    if (stream == null) {
      // It was reset: its block is decoded, because later ones build on it.
      loop.trailerBlock().clear();
      if (connection.isIdleStream(id)) {
        malformed(H2Error.PROTOCOL_ERROR, "HEADERS on an idle stream");
      } else if (connection.list().recent().of(id) == RecentStreams.End.BY_PEER) {
        malformed(H2Error.STREAM_CLOSED, "HEADERS on stream " + id);
      } else {
        decode(block, length, loop.trailerBlock());
      }
    } else if (stream.response().isOver()) {
      malformed(H2Error.STREAM_CLOSED, "HEADERS after the end");
    } else if (stream.response().hasHead()) {
      loop.trailerBlock().clear();
      if (decode(block, length, loop.trailerBlock())) {
        stream.response().trailers(endStream);
      }
    } else {
      loop.responseBlock().clear(stream.accept());
      if (decode(block, length, loop.responseBlock())) {
        stream.response().head(endStream);
      }
    }
  }

  private boolean decode(byte[] block, int length, FieldSink sink) {
    switch (connection.loop().decoder().decode(block, 0, length, table, sink)) {
      case OK -> {
        return true;
      }
      case MALFORMED -> malformed(H2Error.COMPRESSION_ERROR, "malformed header block");
      case TOO_LONG, TOO_MANY_FIELDS -> abuse(Abuse.HEADER_BOMB);
    }
    return false;
  }

  @Override
  public void malformed(H2Error error, String text) {
    connection.malformed(error, text);
  }

  @Override
  public void abuse(Abuse reason) {
    connection.abuse(reason);
  }

  // Rounds

  void touched(H2ClientStream stream) {
    touched.add(stream);
  }

  /** What was read is read: clients are flushed, and the connection's window is given back. */
  void endRound() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).pause();
    }
    touched.clear();
    if (used >= H2Limits.CONNECTION_WINDOW / 2 && !connection.isGone()) {
      // At once, so that one slow client does not stop the others; their windows bound them.
      connection.sender().writer().windowUpdate(0, used);
      used = 0;
    }
  }

  void close() {
    dataStream = null;
    blocks.drop();
    control.close();
  }
}
