package io.porty.load;

import io.porty.load.tls.TlsProblem;
import org.jspecify.annotations.Nullable;

/** Whether a load ends before its time, and why. Shared by its threads. */
final class LoadEnd {

  private volatile boolean stopped;
  private volatile boolean accepted;
  private volatile @Nullable TlsProblem refusal;

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** A handshake was completed. */
  void accept() {
    accepted = true;
  }

  /**
   * A handshake failed for a reason that will not change. If there was none but such, the load
   * ends: nothing is to be measured.
   */
  void refuse(TlsProblem why) {
    if (!accepted) {
      refusal = why;
      stopped = true;
    }
  }

  /** Why nothing is to be measured; null if something is. */
  @Nullable TlsProblem refusal() {
    return refusal;
  }
}
