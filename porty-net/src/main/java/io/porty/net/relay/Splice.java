package io.porty.net.relay;

import io.porty.api.mode.BulkMove;
import io.porty.api.mode.Conduit;
import io.porty.net.epoll.EpollTcpChannel;
import io.porty.net.epoll.SpliceHook;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One direction's way through the kernel: on while it is bulky, off while it is quiet. Its levels
 * are measured, see docs/decisions/011.
 */
final class Splice implements SpliceHook, BulkMove {

  /** A readiness that brings as much is bulky: below, copying costs less than two splices. */
  private static final long SPLICE_THRESHOLD = 12 * 1024;

  /** So many bulky ones in a row turn it on. */
  private static final int BULKY_IN_A_ROW = 3;

  /** So many in a row that are not turn it off. */
  private static final int QUIET_IN_A_ROW = 8;

  /** Fillings for each readiness: after that other connections have their turn. */
  private static final int MAX_FILLS = 16;

  private final EpollTcpChannel from;
  private final EpollTcpChannel to;
  private final PipeLimiter budget;
  private final Listener listener;
  private @Nullable SplicePipe pipe;
  private long inThisReadiness;
  private int bulky;
  private int quiet;
  private boolean over;

  private Splice(EpollTcpChannel from, EpollTcpChannel to, PipeLimiter budget, Listener listener) {
    this.from = from;
    this.to = to;
    this.budget = budget;
    this.listener = listener;
  }

  /**
   * @return null where the kernel cannot: copy
   */
  static @Nullable Splice between(Conduit from, Conduit to, PipeLimiter budget, Listener listener) {
    if (!from.mayBeSpliced() || !to.mayBeSpliced()) {
      return null;
    }
    EpollTcpChannel source = (EpollTcpChannel) from.channel();
    EpollTcpChannel sink = (EpollTcpChannel) to.channel();
    Splice splice = new Splice(source, sink, budget, listener);
    source.readBulky(splice);
    return splice;
  }

  /**
   * Off while the pipe is full. An end of stream would be reported on every wait (epoll is
   * level-triggered), and each readiness would read a few bytes by copying.
   */
  @Override
  public boolean isOn() {
    return pipe != null && !isInFlight() && listener.remaining() > 0;
  }

  @Override
  public boolean isInFlight() {
    SplicePipe current = pipe;
    return current != null && current.isInFlight();
  }

  @Override
  public long bytesInFlight() {
    SplicePipe current = pipe;
    return current == null ? 0 : current.pendingBytes();
  }

  /** Moves what is there, as long as {@code to} takes it at once. */
  @Override
  public void move() throws IOException {
    for (int round = 0; round < MAX_FILLS; round++) {
      SplicePipe current = pipe;
      if (current == null || current.isInFlight() || !from.isOpen() || !to.isWritable()) {
        return;
      }
      long most = listener.remaining();
      int got = most <= 0 ? 0 : current.fill(from.fd(), most);
      if (got <= 0) {
        return;
      }
      inThisReadiness += got;
      listener.moving(got);
      to.writeAndFlush(current, to.voidPromise());
      // However little it is: the pipe is needed for what comes next.
      to.sendNow();
      listener.moved(got);
    }
  }

  @Override
  public void readComplete(long copied) {
    if (over) {
      return;
    }
    long bytes = inThisReadiness + copied;
    inThisReadiness = 0;
    if (bytes >= SPLICE_THRESHOLD) {
      quiet = 0;
      if (pipe == null && ++bulky >= BULKY_IN_A_ROW) {
        turnOn();
      }
    } else {
      bulky = 0;
      if (pipe != null && ++quiet >= QUIET_IN_A_ROW && !pipe.isInFlight()) {
        turnOff();
      }
    }
  }

  private void turnOn() {
    bulky = 0;
    quiet = 0;
    if (!budget.take()) {
      return;
    }
    try {
      pipe = new SplicePipe(to.fd(), this::onDrained);
    } catch (IOException e) {
      // No descriptor left: go on copying, and ask again later.
      budget.giveBack();
    }
  }

  private void turnOff() {
    SplicePipe current = pipe;
    if (current != null) {
      pipe = null;
      current.close();
      budget.giveBack();
    }
  }

  private void onDrained() {
    SplicePipe current = pipe;
    if (current != null && current.isClosed()) {
      turnOff();
    }
    if (!over) {
      listener.drained();
    }
  }

  @Override
  public void stop() {
    if (!over) {
      over = true;
      from.readAsUsual(this);
      turnOff();
    }
  }
}
