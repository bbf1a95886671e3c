package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;

/**
 * The frames of a client that are about the connection or a stream's state: SETTINGS, PING,
 * RST_STREAM, WINDOW_UPDATE, GOAWAY, priorities. On the event loop.
 */
final class H2Control {

  /** What is read of a priority, in bytes: more than its two parameters take. */
  private static final int MAX_PRIORITY_BYTES = 64;

  private final H2ServerConnection connection;
  private final AbuseGuard guard;
  private final PeerSettings peer = PeerSettings.ofClient();
  private final PriorityField priority = new PriorityField();
  private final IdlePriorities idlePriorities = new IdlePriorities();
  private boolean acknowledged;
  private int unreadAnswers;

  H2Control(H2ServerConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.guard = guard;
  }

  PeerSettings peer() {
    return peer;
  }

  /** Whether the client has acknowledged Porty's SETTINGS. */
  boolean isAcknowledged() {
    return acknowledged;
  }

  void settings(FrameHeader frame, ByteBuf in) {
    if (frame.has(FrameType.ACK)) {
      acknowledged = true;
      return;
    }
    if (!guard.control(connection.now())) {
      connection.faults().abuse(Abuse.CONTROL_FLOOD);
      return;
    }
    int before = peer.window();
    H2Error problem = peer.apply(in, frame.length());
    if (problem != null) {
      connection.malformed(problem, "invalid setting");
      return;
    }
    long change = (long) peer.window() - before;
    if (change != 0) {
      for (H2ServerStream stream : connection.streams().copy()) {
        if (!stream.download().resize(change)) {
          connection.malformed(H2Error.FLOW_CONTROL_ERROR, "window above 2^31-1");
          return;
        }
        stream.ready();
      }
      connection.sender().pump();
    }
    connection.sender().writer().settingsAck();
    countAnswer();
  }

  void ping(FrameHeader frame, ByteBuf in) {
    if (frame.has(FrameType.ACK)) {
      return;
    }
    if (!guard.ping(connection.now())) {
      connection.faults().abuse(Abuse.CONTROL_FLOOD);
      return;
    }
    connection.sender().writer().pingAck(in.readLong());
    countAnswer();
  }

  /**
   * Answers that wait unsent are memory (CVE-2019-9512). What waits below the watermark is no sign
   * of a client that does not read: a long response waits, too.
   */
  private void countAnswer() {
    if (connection.channel().isWritable()) {
      unreadAnswers = 0;
    } else if (++unreadAnswers > H2Limits.UNREAD_ANSWERS) {
      connection.faults().abuse(Abuse.CONTROL_FLOOD);
    }
  }

  /** The client's streams end in order, then it closes. */
  void goAway(ByteBuf in) {
    in.readInt();
    connection.loop().metrics().goAwayReceived(H2Error.of(in.readInt()));
    connection.closeToNew();
  }

  void reset(FrameHeader frame, ByteBuf in) {
    H2ServerStream stream = connection.streams().get(frame.stream());
    if (stream == null && connection.streams().isIdle(frame.stream())) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "RST_STREAM on an idle stream");
      return;
    }
    connection.loop().metrics().resetReceived(H2Error.of(in.readInt()));
    if (stream == null) {
      // Of no use and no harm: curl does it behind each response without content.
      ignored();
    } else if (connection.faults().countReset(frame.stream(), Abuse.RAPID_RESET)) {
      stream.clientGone();
    }
  }

  void windowUpdate(FrameHeader frame, ByteBuf in) {
    int bytes = in.readInt() & Integer.MAX_VALUE;
    int id = frame.stream();
    if (!guard.windowUpdate()) {
      connection.faults().abuse(Abuse.WINDOW_FLOOD);
    } else if (id == 0) {
      if (bytes == 0) {
        connection.malformed(H2Error.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
      } else if (!connection.sender().grow(bytes)) {
        connection.malformed(H2Error.FLOW_CONTROL_ERROR, "window above 2^31-1");
      }
    } else {
      streamUpdate(id, bytes);
    }
  }

  private void streamUpdate(int id, int bytes) {
    H2ServerStream stream = connection.streams().get(id);
    if (stream == null) {
      if (connection.streams().isIdle(id)) {
        connection.malformed(H2Error.PROTOCOL_ERROR, "WINDOW_UPDATE on an idle stream");
      }
    } else if (bytes == 0) {
      connection.faults().streamError(stream, H2Error.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
    } else if (!stream.download().grow(bytes)) {
      connection.faults().streamError(stream, H2Error.FLOW_CONTROL_ERROR, "window above 2^31-1");
    } else {
      stream.ready();
      connection.sender().pump();
    }
  }

  /**
   * PRIORITY is out of use (RFC 9113 section 5.3.2), unknown types are skipped, and RST_STREAM
   * changes nothing for a stream that has ended.
   */
  void ignored() {
    if (!guard.priority()) {
      connection.faults().abuse(Abuse.PRIORITY_FLOOD);
    }
  }

  /**
   * RFC 9218 section 7.1: moves a stream that is open; of one that is not yet, it is kept. Of no
   * use for one that has ended.
   */
  void priorityUpdate(FrameHeader frame, ByteBuf in) {
    ignored();
    int id = in.readInt() & Integer.MAX_VALUE;
    if ((id & 1) == 0) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "PRIORITY_UPDATE of no stream of a client");
      return;
    }
    OpenStreams streams = connection.streams();
    H2ServerStream stream = streams.get(id);
    if (!connection.isOpen() || (stream == null && !streams.isIdle(id))) {
      return;
    }
    if (stream == null
        && !idlePriorities.has(id)
        && streams.count() + idlePriorities.count() >= connection.maxStreams()) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "PRIORITY_UPDATE of too many streams");
      return;
    }
    int length = Math.min(frame.length() - 4, MAX_PRIORITY_BYTES);
    byte[] value = new byte[length];
    in.readBytes(value);
    priority.read(value, 0, length);
    if (stream == null) {
      idlePriorities.put(id, priority);
    } else {
      stream.download().prioritize(priority);
      stream.download().reorder();
    }
  }

  /** A stream opens: what was said of its priority before is in place of its field. */
  void opened(int id, PriorityField field) {
    if (idlePriorities.count() > 0) {
      idlePriorities.opened(id, field);
    }
  }
}
