package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;

/**
 * What the client of a connection does wrong: errors on one stream, and limits that it reaches. On
 * the event loop.
 */
final class ClientFaults {

  private final H2ServerConnection connection;
  private final AbuseGuard guard;
  private long sentFrames;
  private int sentAt;

  ClientFaults(H2ServerConnection connection, AbuseGuard guard) {
    this.connection = connection;
    this.guard = guard;
  }

  /** Called at each tick: whether any stream gets something through, and resets are few again. */
  void tick(int now) {
    connection.rounds().tick();
    if (guard.sentFrames() != sentFrames) {
      sentFrames = guard.sentFrames();
      sentAt = now;
    }
  }

  /** The client does too much of something: the connection ends. */
  void abuse(Abuse reason) {
    if (connection.isOpen()) {
      connection.loop().metrics().reached(reason);
      connection.leave(H2Error.ENHANCE_YOUR_CALM, Ascii.bytes(reason.text()));
    }
  }

  /** An error of the client on one stream, which is reset. */
  void streamError(H2ServerStream stream, H2Error error, String fault) {
    stream.kill(error);
    countReset(stream.id(), Abuse.MADE_YOU_RESET);
    stream.malformed(fault);
  }

  /**
   * The client has reset a stream, or made Porty reset one.
   *
   * @param stream its number
   * @param how which of the two
   * @return false if that was too often
   */
  boolean countReset(int stream, Abuse how) {
    connection.rounds().reset(stream);
    if (guard.reset(connection.now())) {
      return true;
    }
    abuse(how);
    return false;
  }

  /**
   * A stream beyond {@code max_streams} is reset, for the client to send again. Such a client does
   * no wrong before it has seen the limit (RFC 9113 section 6.5.3).
   */
  void refuse(int stream) {
    connection.sender().writer().reset(stream, H2Error.REFUSED_STREAM);
    connection.streams().recent().add(stream, false);
    connection.loop().metrics().reached(Abuse.MAX_STREAMS);
    if (connection.control().isAcknowledged() || !guard.earlyRefusal()) {
      countReset(stream, Abuse.MADE_YOU_RESET);
    } else {
      connection.streams().recent().refusedUpTo(stream);
    }
  }

  /** How long a response may wait for the client without a turn. */
  private static int stallTicks(H2ServerStream stream) {
    return stream.route().timeouts().body() * 2;
  }

  /** Called for each stream at each tick: whether its response waits for the client in vain. */
  void tick(H2ServerStream stream, int now) {
    if (connection.isInputEnded() && stream.download().isBlocked()) {
      stream.clientGone(); // no WINDOW_UPDATE can come any more
    } else if (stream.download().stalledFor(now) >= stallTicks(stream)) {
      stalled(stream);
    }
  }

  private void stalled(H2ServerStream stream) {
    if (stream.download().isWithoutWindow()) {
      connection.loop().metrics().reached(Abuse.SLOW_READ);
      stream.kill(H2Error.CANCEL);
      stream.notTaken();
    } else if (connection.now() - sentAt >= stallTicks(stream)) {
      // It is the connection's window or the channel, and not the turns of other streams.
      abuse(Abuse.SLOW_READ);
    }
  }
}
