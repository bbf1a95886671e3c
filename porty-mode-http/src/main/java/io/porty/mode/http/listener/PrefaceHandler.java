package io.porty.mode.http.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.FailureCode;
import org.jspecify.annotations.Nullable;

/** Serves connections without TLS that begin with HTTP/2's preface (RFC 9113 section 3.3). */
@FunctionalInterface
public interface PrefaceHandler {

  /**
   * Takes over a connection, which has no handler besides its own. On its event loop.
   *
   * @param begun what was read, the preface first; owned by the receiver
   * @param rejection answers every request; null for a connection that is served
   */
  void adopt(Channel client, ByteBuf begun, @Nullable FailureCode rejection);
}
