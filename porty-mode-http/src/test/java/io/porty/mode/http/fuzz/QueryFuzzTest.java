package io.porty.mode.http.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.util.NetUtil;
import io.porty.api.Bytes;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.mode.http.router.DynamicRouter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Queries of arbitrary bytes: a target that comes of one is a name or an address, and a port. */
class QueryFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void query(byte[] input) {
    Router<HttpRouteRequest> router = DynamicRouter.router();
    RouteAnswer first = router.route(request(input));
    assertThat(router.route(request(input))).as("remembered or not").isEqualTo(first);
    if (first instanceof Decision.To to) {
      Target target = to.target();
      assertThat(target.port()).isBetween(1, 65535);
      boolean address =
          NetUtil.isValidIpV4Address(target.host()) || NetUtil.isValidIpV6Address(target.host());
      assertThat(address || target.host().matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?"))
          .as(target.host())
          .isTrue();
    }
  }

  private static HttpRouteRequest request(byte[] query) {
    Bytes bytes =
        new Bytes() {
          @Override
          public int length() {
            return query.length;
          }

          @Override
          public byte at(int index) {
            return query[index];
          }

          @Override
          public String toString() {
            return new String(query, StandardCharsets.ISO_8859_1);
          }
        };
    return (HttpRouteRequest)
        Proxy.newProxyInstance(
            QueryFuzzTest.class.getClassLoader(),
            new Class<?>[] {HttpRouteRequest.class},
            (proxy, method, arguments) -> method.getName().equals("rawQuery") ? bytes : null);
  }
}
