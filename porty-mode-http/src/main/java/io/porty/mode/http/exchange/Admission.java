package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/** What keeps a request from its route, before a router is asked. */
final class Admission {

  /**
   * @param route null if no route has the host
   * @param length of the body; -1 if it is not declared
   * @param client of the request
   * @param instance the token of this process
   * @return null if nothing does
   */
  static @Nullable Failure refusal(
      @Nullable HttpRoute route,
      RequestHead head,
      long length,
      ClientStream client,
      byte[] instance) {
    if (route == null) {
      return Failure.client(FailureCode.NO_ROUTE, "");
    }
    if (!route.admits(client.tls())) {
      return Failure.client(FailureCode.MISDIRECTED, "");
    }
    if (route.maxBody() > 0 && length > route.maxBody()) {
      return Failure.client(FailureCode.BODY_TOO_LARGE, "");
    }
    boolean loops = head.hasVia() && LoopDetection.isLoop(head.parser(), route.token(), instance);
    if (loops) {
      return Failure.client(FailureCode.LOOP, "");
    }
    if (!head.hasAuthority() && ToHttps.applies(route, head, client)) {
      return Failure.client(FailureCode.BAD_HOST, "");
    }
    // RFC 9110 section 7.6.2: it must not be forwarded, and a response of Porty would echo it.
    return head.maxForwards() == 0 && head.isTrace()
        ? Failure.client(FailureCode.METHOD_NOT_ALLOWED, "Max-Forwards is 0")
        : null;
  }

  private Admission() {}
}
