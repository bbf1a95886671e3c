package io.porty.mode.http.h1;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.framing.MinRate;
import io.porty.mode.http.listener.LoopClock;

/**
 * Closes a client connection: after its writes, with a reset, or lingering. Each is limited by the
 * minimum rates and timeouts of the connection's last route. On its event loop.
 */
final class H1ServerClose {

  private final Conduit conduit;
  private final Channel channel;
  private final LoopClock clock;
  private final MinRate rate = new MinRate();
  private int silence;
  private int progressAt;
  private boolean lingers;
  private boolean written;
  private long maxDiscard;
  private long discarded;
  private long pendingAtFirst;
  private long seen;

  H1ServerClose(Conduit conduit, LoopClock clock) {
    this.conduit = conduit;
    this.channel = conduit.channel();
    this.clock = clock;
  }

  /** Closes after all pending writes. */
  void afterWrites(HttpRoute route) {
    beginWriting(route);
    conduit.closeWhenWritten();
  }

  /**
   * Resets the connection after the pending writes: there is no other way to signal an incomplete
   * response.
   */
  void abort(HttpRoute route) {
    beginWriting(route);
    conduit.whenWritten(conduit::abort);
  }

  private void beginWriting(HttpRoute route) {
    Timeouts by = route.timeouts();
    begin(by.send());
    rate.start(by.sendRate(), by.send(), by.send());
    pendingAtFirst = conduit.pendingBytes();
  }

  private void begin(int maxSilence) {
    silence = maxSilence;
    progressAt = clock.now();
    seen = 0;
  }

  /**
   * RFC 9112 section 9.6: half-closes, and reads and discards what the client still sends, because
   * a reset could destroy the response before it is read. The client has to keep the minimum body
   * rate.
   */
  void linger(HttpRoute route) {
    Timeouts by = route.timeouts();
    begin(by.body());
    rate.start(by.bodyRate(), by.bodyGrace(), by.body());
    lingers = true;
    maxDiscard = route.maxDiscard();
    conduit.whenWritten(this::endOutput);
  }

  private void endOutput() {
    written = true;
    progressAt = clock.now();
    if (conduit.isInputShutdown()) {
      channel.close();
    } else {
      conduit.shutdownOutput();
    }
  }

  /** Received bytes are discarded. */
  void discard(int bytes) {
    discarded += bytes;
    if (lingers && discarded > maxDiscard) {
      channel.close();
    }
  }

  /**
   * How long the client has sent nothing, in ticks; 0 while the response is being written, because
   * a slow reader must not lose the rest of it.
   */
  int silentFor(int now) {
    return written ? now - progressAt : 0;
  }

  void tick(int now) {
    long total = lingers ? discarded : pendingAtFirst - conduit.pendingBytes();
    if (total != seen) {
      seen = total;
      progressAt = now;
    }
    if (rate.isMissed(total) || now - progressAt >= silence) {
      channel.close();
    }
  }
}
