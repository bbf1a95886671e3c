package io.porty.mode.http.h1;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.framing.MinRate;
import io.porty.mode.http.listener.LoopClock;

/**
 * The ways in which a client's connection ends, and how long each may take: as long as the client
 * makes progress, at the rates of its last route. On its loop.
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

  /** Closes when everything is written. */
  void afterWrites(HttpRoute route) {
    beginWriting(route);
    conduit.closeWhenWritten();
  }

  /** Breaks the connection after what is written: the client cannot be told otherwise. */
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
   * RFC 9112 section 9.6: half-close, and read on while the client sends, or a reset could destroy
   * the answer before it is read. What it sends is dropped, at the rate that a body has to have.
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

  /** Bytes came that nobody wants. */
  void discard(int bytes) {
    discarded += bytes;
    if (lingers && discarded > maxDiscard) {
      channel.close();
    }
  }

  /**
   * For how long the client has sent nothing more, in ticks; 0 while the answer is not written: a
   * client that reads it slowly is not to lose the rest.
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
