package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.porty.mode.http.head.Ascii;
import org.jspecify.annotations.Nullable;

/** The DATA frames of a client's connection (RFC 9113 section 6.1). On the event loop. */
final class DataFrames {

  private final H2ServerConnection connection;
  private final AbuseGuard guard;
  private final ReceiveWindow window;
  private @Nullable H2ServerStream stream;
  private int content;
  private int left;
  private boolean endsStream;

  DataFrames(H2ServerConnection connection, AbuseGuard guard, ReceiveWindow window) {
    this.connection = connection;
    this.guard = guard;
    this.window = window;
  }

  /** A frame begins; padding counts for the windows. */
  void begin(FrameHeader frame) {
    int id = frame.stream();
    H2ServerStream open = connection.streams().get(id);
    stream = null;
    content = 0;
    left = frame.length();
    endsStream = frame.has(FrameType.END_STREAM);
    if (open == null && connection.streams().isIdle(id)) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "DATA on an idle stream");
    } else if (!window.receive(left)) {
      connection.malformed(H2Error.FLOW_CONTROL_ERROR, "more DATA than the connection's window");
    } else if (open == null) {
      if (connection.streams().recent().of(id) == RecentStreams.End.BY_PEER) {
        connection.malformed(H2Error.STREAM_CLOSED, "DATA on stream " + id);
      }
    } else if (open.upload().isInputEnded()) {
      connection.faults().streamError(open, H2Error.STREAM_CLOSED, "DATA after the end");
    } else if (!open.window().take(left)) {
      connection
          .faults()
          .streamError(open, H2Error.FLOW_CONTROL_ERROR, "more DATA than the stream's window");
    } else {
      stream = open;
    }
  }

  void content(ByteBuf in, int length) {
    H2ServerStream to = stream;
    content += length;
    left -= length;
    if (to != null && endsStream && left == 0) {
      to.upload().endsWithThis();
    }
    if (to != null && !to.receive(in, length)) {
      stream = null;
      connection.faults().streamError(to, H2Error.PROTOCOL_ERROR, "more than content-length");
    }
  }

  /** The frame is complete; what is left of it was padding. */
  void end() {
    H2ServerStream to = stream;
    stream = null;
    if (!guard.data(content, endsStream)) {
      connection.faults().abuse(Abuse.EMPTY_DATA);
    } else if (to != null) {
      to.window().passed(left);
      if (endsStream && !to.endUpload(Ascii.NONE, 0)) {
        connection.faults().streamError(to, H2Error.PROTOCOL_ERROR, "less than content-length");
      }
    }
  }

  /** A stream is over: the rest of its frame is of no use. */
  void ended(int id) {
    if (stream != null && stream.id() == id) {
      stream = null;
    }
  }
}
