package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.porty.api.mode.WriteWatermarks;

/**
 * What a connection may buffer, by how short memory is. On the event loop.
 *
 * @param connection whose loop's listener knows
 */
record MemoryLimits(H2ServerLife connection) {

  boolean isShort() {
    return connection.loop().listener().shortOfMemory().getAsBoolean();
  }

  /** Bytes of a response that may wait for a window before its backend has to. */
  int maxWaiting() {
    return isShort() ? H2Limits.WAITING_RESPONSE_TIGHT : H2Limits.WAITING_RESPONSE;
  }

  /** Sets a channel's watermarks. Called before content is written. */
  void limitWrites(Channel to) {
    WriteWatermarks.keep(to, isShort());
  }
}
