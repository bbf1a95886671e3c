package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection does in one round of the event loop: reads frames, keeps the incomplete one,
 * and at the end flushes what streams have passed on and gives windows back. On that loop.
 */
final class Rounds {

  private final H2ServerConnection connection;
  private final Channel channel;
  private final ReceiveWindow window;
  private final int maxBegun;
  private final List<H2ServerStream> touched = new ArrayList<>(2);
  private final PartialFrame partial;
  private int begun;

  /** Streams above this one began in this tick or the one before. */
  private int oldStreams;

  private int lastAtTick;

  /** Streams that were reset in this tick, and began in it or the one before. */
  private int prematureResets;

  /** Whether reading waits for the next tick. */
  private boolean paused;

  /**
   * @param maxStreams concurrent streams of the connection; twice as many may begin in a round
   */
  Rounds(H2ServerConnection connection, ReceiveWindow window, int maxStreams) {
    this.connection = connection;
    this.channel = connection.channel();
    this.partial = new PartialFrame(channel.alloc());
    this.window = window;
    this.maxBegun = 2 * maxStreams;
  }

  /** A stream has begun. */
  void begun() {
    begun++;
  }

  /** A stream was reset, by the client or for its fault. */
  void reset(int stream) {
    if (stream > oldStreams) {
      prematureResets++;
    }
  }

  /** Whether another stream may begin in this round. */
  boolean mayBegin() {
    return begun < maxBegun && !isPremature();
  }

  private boolean isPremature() {
    return prematureResets >= H2Limits.PREMATURE_RESETS;
  }

  /** Reads on if that was paused. */
  void tick() {
    oldStreams = lastAtTick;
    lastAtTick = connection.streams().last();
    prematureResets = 0;
    if (paused) {
      paused = false;
      channel.eventLoop().execute(this::next);
    }
  }

  /** Reads what the client has sent. Owns the buffer. */
  void read(ByteBuf data) {
    if (!connection.isOpen()) {
      data.release();
      return;
    }
    frames(partial.join(data));
  }

  private void frames(ByteBuf in) {
    FrameReader reader = connection.reader();
    connection.sender().beginRound();
    boolean within = reader.isWithinHead();
    long completed = reader.completed();
    try {
      reader.read(in);
    } finally {
      if (connection.isOpen()) {
        partial.keep(in);
      } else {
        in.release();
      }
      if (!within || reader.completed() != completed) {
        connection.headBegins();
      }
    }
    if (connection.isOpen() && !mayBegin()) {
      channel.config().setAutoRead(false);
      if (!isPremature()) {
        channel.eventLoop().execute(this::next);
      } else if (!paused) {
        paused = true;
        connection.loop().metrics().reached(Abuse.PREMATURE_RESETS);
      }
    }
  }

  /** The rest of what one read has brought, after others had their turn (CVE-2023-44487). */
  private void next() {
    begun = 0;
    if (connection.isOpen() && !paused) {
      channel.config().setAutoRead(true);
      ByteBuf in = partial.take();
      if (in != null) {
        frames(in);
        end();
      }
    }
  }

  /** A read is complete. */
  void complete() {
    if (mayBegin()) {
      begun = 0;
    }
    end();
  }

  private void end() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).pause();
    }
    touched.clear();
    if (connection.isOpen()) {
      int bytes = window.take(connection.memory().isShort());
      if (bytes > 0) {
        connection.sender().writer().windowUpdate(0, bytes);
      }
    }
    connection.sender().endRound();
  }

  /** A stream has something to flush, or to give back. */
  void touched(H2ServerStream stream) {
    touched.add(stream);
    if (!connection.sender().isInRound() && touched.size() == 1) {
      channel.eventLoop().execute(this::end);
    }
  }

  /** Drops the incomplete frame. */
  void drop() {
    partial.drop();
  }
}
