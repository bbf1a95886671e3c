package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a backend that are about the connection or a stream's state, and whether it is
 * alive: SETTINGS have to come in time, and PING is answered while streams run. On the event loop.
 */
final class H2ClientControl {

  /** Time for the first SETTINGS, which a backend sends unasked, and to acknowledge Porty's. */
  static final int SETTINGS_SECONDS = 10;

  /** Silence with open streams after which a PING asks (as gRPC's keepalive). */
  static final int PING_AFTER_SECONDS = 30;

  /** Time for the answer to a PING. */
  static final int PING_ANSWER_SECONDS = 10;

  private static final long PING_DATA = 0x706f_7274_79L;

  private final H2ClientConnection connection;
  private final AbuseGuard guard;
  private final PeerSettings peer = PeerSettings.ofBackend();
  private @Nullable Future<?> check;
  private boolean settled;
  private boolean acknowledged;
  private boolean heard;
  private boolean pinged;
  private int silentSeconds;

  H2ClientControl(H2ClientConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.guard = guard;
  }

  PeerSettings peer() {
    return peer;
  }

  /** Begins to look whether the backend is alive. */
  void begin() {
    check =
        connection
            .channel()
            .eventLoop()
            .scheduleWithFixedDelay(
                this::check, SETTINGS_SECONDS, SETTINGS_SECONDS, TimeUnit.SECONDS);
  }

  void close() {
    if (check != null) {
      check.cancel(false);
    }
  }

  /** A frame has come. */
  void alive() {
    heard = true;
  }

  private void check() {
    connection.list().trim();
    silentSeconds = heard ? 0 : silentSeconds + SETTINGS_SECONDS;
    heard = false;
    if (!settled) {
      connection.malformed(H2Error.SETTINGS_TIMEOUT, "SETTINGS did not come in time");
    } else if (!acknowledged) {
      connection.malformed(H2Error.SETTINGS_TIMEOUT, "SETTINGS were not acknowledged");
    } else if (silentSeconds == 0 || connection.streams() == 0) {
      silentSeconds = 0;
      pinged = false;
    } else if (pinged) {
      connection.end(
          Failure.upstream(FailureCode.BACKEND_CLOSED, "the backend did not answer a PING"));
    } else if (silentSeconds >= PING_AFTER_SECONDS) {
      pinged = true;
      connection.sender().writer().ping(PING_DATA);
      connection.flush();
    }
  }

  void settings(FrameHeader frame, ByteBuf in) {
    if (frame.has(FrameType.ACK)) {
      acknowledged = true;
      return;
    }
    if (!guard.control(connection.now())) {
      connection.abuse(Abuse.CONTROL_FLOOD);
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
      for (H2ClientStream stream : connection.list().all()) {
        if (stream.isSent() && !stream.download().resize(change)) {
          connection.malformed(H2Error.FLOW_CONTROL_ERROR, "window above 2^31-1");
          return;
        }
        stream.download().ready();
      }
    }
    connection.sender().writer().settingsAck();
    settled = true;
    connection.settled();
    resumeAll();
  }

  private void resumeAll() {
    connection.sender().pump();
    for (H2ClientStream stream : connection.list().all()) {
      stream.resume();
    }
  }

  void ping(FrameHeader frame, ByteBuf in) {
    if (frame.has(FrameType.ACK)) {
      return;
    }
    if (!guard.ping(connection.now())) {
      connection.abuse(Abuse.CONTROL_FLOOD);
      return;
    }
    connection.sender().writer().pingAck(in.readLong());
  }

  void reset(FrameHeader frame, ByteBuf in) {
    int id = frame.stream();
    H2Error error = H2Error.of(in.readInt());
    connection.loop().metrics().resetReceived(error);
    H2ClientStream stream = connection.stream(id);
    if (stream != null) {
      stream.response().reset(error);
    } else if (connection.isIdleStream(id)) {
      connection.malformed(H2Error.PROTOCOL_ERROR, "RST_STREAM on an idle stream");
    }
  }

  void windowUpdate(FrameHeader frame, ByteBuf in) {
    int bytes = in.readInt() & Integer.MAX_VALUE;
    int id = frame.stream();
    if (!guard.windowUpdate()) {
      connection.abuse(Abuse.WINDOW_FLOOD);
    } else if (id == 0) {
      if (bytes == 0) {
        connection.malformed(H2Error.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
      } else if (!connection.sender().grow(bytes)) {
        connection.malformed(H2Error.FLOW_CONTROL_ERROR, "window above 2^31-1");
      } else {
        resumeAll();
      }
    } else {
      streamUpdate(id, bytes);
    }
  }

  private void streamUpdate(int id, int bytes) {
    H2ClientStream stream = connection.stream(id);
    if (stream == null) {
      if (connection.isIdleStream(id)) {
        connection.malformed(H2Error.PROTOCOL_ERROR, "WINDOW_UPDATE on an idle stream");
      }
    } else if (bytes == 0) {
      stream.invalid("WINDOW_UPDATE of 0");
    } else if (!stream.download().grow(bytes)) {
      stream.windowFault("window above 2^31-1");
    } else {
      stream.download().ready();
      connection.sender().pump();
      stream.resume();
    }
  }

  void goAway(ByteBuf in) {
    int last = in.readInt() & Integer.MAX_VALUE;
    H2Error error = H2Error.of(in.readInt());
    if (error == H2Error.HTTP_1_1_REQUIRED) {
      connection.requireHttp1();
    }
    connection.goAway(last, error);
  }

  void ignored() {
    if (!guard.priority()) {
      connection.abuse(Abuse.PRIORITY_FLOOD);
    }
  }
}
