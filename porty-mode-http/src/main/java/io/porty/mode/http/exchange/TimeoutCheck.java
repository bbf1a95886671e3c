package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.config.Timeouts;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.pool.Lease;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/** Checks the timeouts of an exchange by its current phase. On its event loop. */
record TimeoutCheck(
    Deadlines deadlines,
    ClientStream client,
    Lease lease,
    UpstreamRequest request,
    DownstreamResponse response) {

  /** Whether a half-closed client counts as gone. */
  boolean hasClientLeft(Timeouts by) {
    return request.isSent() && client.isWritable() && deadlines.hasClientLeft(by);
  }

  /**
   * The timeout that has expired; null if none has. Called at each tick.
   *
   * @param call the gRPC call; null if it is none
   */
  @Nullable Failure late(Timeouts by, @Nullable GrpcCall call) {
    if (deadlines.isCallOver()) {
      return Failure.upstream(FailureCode.RESPONSE_TIMEOUT, "grpc-timeout");
    }
    if (lease.isQueued()) {
      return deadlines.silentFor(by.queue())
          ? Failure.porty(FailureCode.UPSTREAM_OVERLOADED, "")
          : null;
    }
    if (lease.connection() == null) {
      return null;
    }
    boolean answering = response.hasBegun();
    if (answering && !client.isWritable()) {
      return deadlines.sending(by, response.bytes() - client.bytesBeforeWritable());
    }
    if (call != null && request.takesBody() && (answering || !request.isSent())) {
      return deadlines.streaming(by);
    }
    if (!request.isSent()) {
      return deadlines.uploading(by, request.bytes(), waitsFor(answering));
    }
    return answering ? deadlines.receiving(by, response.isEventStream()) : deadlines.waiting(by);
  }

  private Deadlines.Upload waitsFor(boolean answering) {
    if (!request.takesBody()) {
      return Deadlines.Upload.WAITS_FOR_BACKEND;
    }
    return answering
        ? Deadlines.Upload.WAITS_FOR_CLIENT_BESIDE_RESPONSE
        : Deadlines.Upload.WAITS_FOR_CLIENT;
  }
}
