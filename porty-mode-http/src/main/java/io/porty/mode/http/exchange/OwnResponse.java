package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.route.Decision;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.grpc.GrpcCall;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/**
 * A response of Porty itself, and what is recorded of it. A gRPC call is answered with 200, and the
 * status of gRPC in the head.
 *
 * @param reply to be completed
 * @param status of HTTP
 * @param failure what went wrong; null if nothing did
 * @param errorCode empty if nothing went wrong
 */
record OwnResponse(LocalReply reply, int status, @Nullable String failure, String errorCode) {

  private static final int OK = 200;

  /**
   * Sends it, all at once.
   *
   * @param headOnly whether the request method is HEAD
   */
  void send(ClientStream client, HttpRoute route, boolean headOnly) {
    byte[] hsts = client.tls() == null ? Ascii.NONE : route.https().hstsLine();
    ConnectionHeader connection = client.connectionHeader(Framing.CONTENT_LENGTH);
    client.reply(reply.complete(hsts, connection, headOnly));
  }

  /** No failure. */
  static OwnResponse of(LocalReply reply, int status) {
    return new OwnResponse(reply, status, null, "");
  }

  /**
   * To a failure.
   *
   * @param to the loop's
   * @param call null if it is none
   * @param hint put behind the reason; empty for none
   */
  static OwnResponse of(LocalReply to, @Nullable GrpcCall call, Failure failure, String hint) {
    String code = failure.code().code();
    String reason = failure + hint;
    if (call == null) {
      LocalReply reply = to.failure(failure.code(), hint);
      return new OwnResponse(reply, failure.code().status(), reason, code);
    }
    call.fail(failure);
    LocalReply reply = to.grpc(call, failure.code().reason() + hint, code);
    return new OwnResponse(reply, OK, reason, code);
  }

  /**
   * Of a router.
   *
   * @param to the loop's
   * @param call null if it is none
   */
  static OwnResponse of(LocalReply to, @Nullable GrpcCall call, Decision.Respond decision) {
    int status = decision.status();
    if (status < 400) {
      return new OwnResponse(to.decision(decision), status, null, decision.code());
    }
    String reason = decision.reason();
    if (call == null) {
      return new OwnResponse(to.decision(decision), status, reason, decision.code());
    }
    call.refuse(status);
    return new OwnResponse(to.grpc(call, reason, decision.code()), OK, reason, decision.code());
  }
}
