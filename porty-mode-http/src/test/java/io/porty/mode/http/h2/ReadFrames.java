package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** What a {@link FrameReader} finds in bytes: a word for each frame, at last MALFORMED. */
final class ReadFrames implements FrameHandler {

  static final String MALFORMED = "MALFORMED";

  private final List<String> found = new ArrayList<>();
  private final FrameReader reader = new FrameReader(this);
  private H2Error error = H2Error.NO_ERROR;
  private FrameHeader data = new FrameHeader();
  private String open = "";
  private int content;

  /** Reads the bytes in pieces that end at these places. */
  static ReadFrames of(byte[] bytes, int... cuts) {
    ReadFrames frames = new ReadFrames();
    ByteBuf kept = Unpooled.buffer();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : bytes.length;
      kept.writeBytes(bytes, from, to - from);
      frames.reader.read(kept);
      from = to;
    }
    return frames;
  }

  List<String> found() {
    return found;
  }

  H2Error error() {
    return error;
  }

  @Override
  public boolean isReading() {
    return error == H2Error.NO_ERROR;
  }

  @Override
  public void frame(FrameHeader frame, ByteBuf in) {
    boolean ends = frame.has(FrameType.END_HEADERS);
    switch (frame.type()) {
      case FrameType.HEADERS -> {
        open = "HEADERS " + frame.stream() + (frame.has(FrameType.END_STREAM) ? " ENDS" : "");
        if (isPaddingTooLong(frame, in)) {
          malformed(H2Error.PROTOCOL_ERROR, "");
        } else {
          block(ends);
        }
      }
      case FrameType.CONTINUATION -> block(ends);
      case FrameType.SETTINGS, FrameType.PING ->
          found.add("FRAME " + frame.type() + " 0" + (frame.has(FrameType.ACK) ? " ACK" : ""));
      default -> found.add("FRAME " + frame.type() + " " + frame.stream());
    }
  }

  /** As {@link HeaderBlocks} has it. */
  private static boolean isPaddingTooLong(FrameHeader frame, ByteBuf in) {
    int padding = frame.has(FrameType.PADDED) ? 1 + in.getUnsignedByte(in.readerIndex()) : 0;
    int priority = frame.has(FrameType.WITH_PRIORITY) ? 5 : 0;
    return padding + priority > frame.length();
  }

  private void block(boolean ends) {
    if (ends) {
      found.add(open);
    }
  }

  @Override
  public void dataBegins(FrameHeader frame) {
    data = frame;
    content = 0;
  }

  @Override
  public void data(ByteBuf in, int length) {
    content += length;
  }

  @Override
  public void dataEnds() {
    found.add(
        "DATA " + data.stream() + " " + content + (data.has(FrameType.END_STREAM) ? " ENDS" : ""));
  }

  @Override
  public void malformed(H2Error of, String text) {
    error = of;
    found.add(MALFORMED);
  }
}
