package io.porty.mode.http.exchange;

import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.stream.ClientStream;
import org.jspecify.annotations.Nullable;

/** Which requests are redirected to https, before any router is asked. */
final class ToHttps {

  /** Whether the client came without TLS, as far as it or a trusted proxy tells. */
  static boolean applies(HttpRoute route, RequestHead head, ClientStream client) {
    return route.https().redirects()
        && !ForwardedFields.isHttps(head, route.trusts(client.peer()), client.tls() != null);
  }

  /**
   * The route that redirects a plain request on a connection that should have TLS.
   *
   * @param head null if it is malformed
   * @return null if there is none
   */
  static @Nullable HttpRoute route(HttpRoutes routes, @Nullable RequestHead head) {
    if (head == null || !head.hasAuthority()) {
      return null;
    }
    HttpRoute found =
        routes.find(head.parser().bytes(), head.authorityStart(), head.authorityEnd());
    return found != null && found.https().redirects() ? found : null;
  }

  private ToHttps() {}
}
