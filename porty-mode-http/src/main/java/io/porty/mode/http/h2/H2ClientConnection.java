package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.hpack.HpackEncoder;
import io.porty.mode.http.pool.SharedConnection;
import io.porty.mode.http.pool.SharedStream;
import io.porty.mode.http.pool.TargetPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection to a backend, whose streams are leased. Until the backend's SETTINGS have
 * come it has one stream, so that it never exceeds a limit that it does not know (RFC 9113 section
 * 5.1.2). On its event loop.
 */
final class H2ClientConnection extends SharedConnection implements SendingConnection {

  /** Streams at a time, whatever the backend allows: with fewer, each read and write has less. */
  static final int MAX_STREAMS = 256;

  /** The last stream number; then the connection is replaced (RFC 9113 section 5.1.1). */
  private static final int LAST_ID = Integer.MAX_VALUE;

  private final H2ClientLoop loop;
  private final Channel channel;
  private final AbuseGuard guard = new AbuseGuard(0);
  private final Sender sender;
  private final H2ClientFrames frames;
  private final H2ClientStreams streams = new H2ClientStreams();
  private int nextId = 1;
  private int served;
  private boolean settled;
  private boolean retired;
  private boolean gone;

  H2ClientConnection(TargetPool pool, H2ClientLoop loop, Channel channel) {
    super(pool);
    this.loop = loop;
    this.channel = channel;
    this.sender = new Sender(channel, guard, loop.metrics(), loop.flushRound());
    this.frames = new H2ClientFrames(this, guard);
  }

  /** Starts the connection; returns its first stream. */
  SharedStream open() {
    pool().shared().add(this);
    loop.metrics().connections(1);
    H2ClientHandler handler = new H2ClientHandler(this, frames);
    ClientPreface.write(sender.writer(), channel, loop.limits());
    SharedStream first = openStream();
    if (pool().namesClient()) {
      retired = true;
    }
    channel.pipeline().addLast("upstream", handler);
    handler.begin();
    sender.flushSoon();
    return first;
  }

  // SharedConnection

  @Override
  public int streams() {
    return streams.open();
  }

  @Override
  public boolean hasRoom() {
    int max = settled ? Math.min(MAX_STREAMS, frames.peer().maxStreams()) : 1;
    return isUsable() && streams.open() < max;
  }

  private boolean isUsable() {
    return !gone && !retired && channel.isActive() && nextId < LAST_ID;
  }

  @Override
  public SharedStream openStream() {
    return streams.lend(this, pool());
  }

  @Override
  public void retire() {
    retired = true;
    if (streams.open() == 0) {
      close();
    }
  }

  /** Ends the connection; GOAWAY says that nothing of the backend's was refused. */
  @Override
  public void close() {
    leave(H2Error.NO_ERROR, "", Failure.upstream(FailureCode.BACKEND_CLOSED, ""));
  }

  // The backend

  /** The backend's SETTINGS have come. */
  void settled() {
    if (!settled) {
      settled = true;
      pool().shared().settled(Math.min(MAX_STREAMS, frames.peer().maxStreams()));
      for (H2ClientStream stream : streams.all()) {
        stream.settled();
      }
    }
  }

  /** Ends the connection for a fault of the backend: its streams fail. */
  void malformed(H2Error error, String text) {
    leave(error, text, Failure.upstream(FailureCode.BACKEND_INVALID, "HTTP/2: " + text));
  }

  /** The backend does too much of something. */
  void abuse(Abuse reason) {
    malformed(H2Error.ENHANCE_YOUR_CALM, reason.text());
  }

  private void leave(H2Error error, String text, Failure failure) {
    if (!gone) {
      sender.writer().goAway(0, error, Ascii.bytes(text));
      sender.writer().flush();
      end(failure);
    }
  }

  /** The connection is over: its streams fail, those that the backend has not seen for a retry. */
  void end(Failure failure) {
    if (gone) {
      return;
    }
    gone = true;
    retired = true;
    sender.close();
    if (!settled) {
      settled = true;
      pool().shared().dialFailed();
    }
    for (H2ClientStream stream : streams.all()) {
      stream.fail(stream.isSent() ? failure : unsent(failure));
    }
    frames.close();
    loop.metrics().connections(-1);
    pool().shared().gone(this);
    channel.close();
  }

  /** The channel is closed. */
  void end(String how) {
    retired = true;
    for (H2ClientStream stream : streams.all()) {
      boolean begun = stream.response().isInBody();
      stream.fail(
          begun
              ? Failure.upstream(FailureCode.TRUNCATED_RESPONSE, how)
              : new Failure(
                  FailureCode.BACKEND_CLOSED,
                  Failure.Side.UPSTREAM,
                  stream.isSent() ? Failure.Retry.IF_REUSED : Failure.Retry.YES,
                  how));
    }
    end(Failure.upstream(FailureCode.BACKEND_CLOSED, how));
  }

  private static Failure unsent(Failure failure) {
    return new Failure(failure.code(), failure.side(), Failure.Retry.YES, failure.detail());
  }

  /** The backend takes no streams above this one (RFC 9113 section 6.8). */
  void goAway(int lastStream, H2Error error) {
    retired = true;
    loop.metrics().goAwayReceived(error);
    List<H2ClientStream> refused = new ArrayList<>();
    for (H2ClientStream stream : streams.all()) {
      if (!stream.isSent() || stream.id() > lastStream) {
        refused.add(stream);
      }
    }
    for (H2ClientStream stream : refused) {
      stream.fail(refusal("GOAWAY " + error));
    }
    if (streams.open() == 0) {
      close();
    }
  }

  /** The request was not processed, and may be sent again (RFC 9113 section 8.7). */
  static Failure refusal(String how) {
    return new Failure(FailureCode.BACKEND_REFUSED, Failure.Side.UPSTREAM, Failure.Retry.YES, how);
  }

  // Streams

  /** The number of the next stream that is sent. */
  int begin(H2ClientStream stream) {
    int id = nextId;
    nextId += 2;
    served++;
    guard.stream();
    streams.add(id, stream);
    loop.metrics().streams(1);
    return id;
  }

  @Nullable H2ClientStream stream(int id) {
    return streams.get(id);
  }

  /** Whether a stream was never opened. */
  boolean isIdleStream(int id) {
    return id >= nextId || (id & 1) == 0;
  }

  /** Whether it has served a stream before. */
  boolean isReused() {
    return served > 0;
  }

  /** A stream is closed; once for each. */
  void ended(H2ClientStream stream) {
    streams.remove(stream);
    if (stream.isSent()) {
      loop.metrics().streams(-1);
    }
    pool().shared().streamClosed(this);
    if (retired && !gone && streams.open() == 0) {
      close();
    }
  }

  H2ClientStreams list() {
    return streams;
  }

  /** Writes what was written soon, for all streams together. */
  void flush() {
    sender.flushSoon();
  }

  /** A stream has received something, which is flushed at the end of this round. */
  void touched(H2ClientStream stream) {
    frames.touched(stream);
  }

  H2ClientLoop loop() {
    return loop;
  }

  Channel channel() {
    return channel;
  }

  boolean isGone() {
    return gone;
  }

  // SendingConnection

  @Override
  public Sender sender() {
    return sender;
  }

  @Override
  public HpackEncoder beginBlock() {
    HpackEncoder encoder = loop.encoder();
    encoder.begin(frames.peer().takeSizeUpdate());
    return encoder;
  }

  @Override
  public HpackEncoder encoder() {
    return loop.encoder();
  }

  @Override
  public int now() {
    return pool().now();
  }

  /** Whether the backend's SETTINGS have come. */
  boolean isSettled() {
    return settled;
  }

  /** Whether the backend takes WebSockets. */
  boolean allowsConnect() {
    return frames.peer().allowsConnect();
  }

  /** The window of a new stream, in bytes. */
  int sendWindow() {
    return frames.peer().window();
  }
}
