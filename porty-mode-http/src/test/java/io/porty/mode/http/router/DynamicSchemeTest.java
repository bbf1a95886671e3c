package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code porty_scheme}, and what holds where a request has none. */
class DynamicSchemeTest {

  private final Router<HttpRouteRequest> router = DynamicRouter.router();

  private RouteAnswer route(String query, Scheme fallback) {
    return router.route(request(query, fallback));
  }

  private static Target target(RouteAnswer answer) {
    assertThat(answer).isInstanceOf(Decision.To.class);
    return ((Decision.To) answer).target();
  }

  @ParameterizedTest
  @CsvSource({
    "porty_host=a.test&porty_port=81, a.test:81",
    "porty_host=a.test&porty_port=81&porty_scheme=http, a.test:81",
    "porty_host=a.test&porty_port=443, a.test:443",
    "porty_host=a.test&porty_port=81&porty_scheme=https, https://a.test:81",
    "porty_scheme=%68ttps&porty_host=a.test, https://a.test:443",
    "porty_host=[::1]&porty_%73cheme=https, https://[::1]:443"
  })
  void theSchemeIsTakenAsItIsSaidAndNeverGuessed(String query, String target) {
    for (int i = 0; i < 2; i++) { // the second time from the cache
      assertThat(target(route(query, Scheme.HTTP))).isEqualTo(Target.parse(target));
    }
  }

  @Test
  void theRoutesDefaultHoldsWhereTheRequestSaysNothing() {
    String query = "porty_host=a.test&porty_port=81";
    assertThat(target(route(query, Scheme.HTTPS))).isEqualTo(Target.parse("https://a.test:81"));
    assertThat(target(route(query, Scheme.HTTP))).isEqualTo(Target.parse("a.test:81"));
    assertThat(target(route("porty_host=a.test", Scheme.HTTPS)))
        .isEqualTo(Target.parse("https://a.test"));
    assertThat(target(route(query + "&porty_scheme=http", Scheme.HTTPS)))
        .isEqualTo(Target.parse("a.test:81"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "porty_host=a.test&porty_port=81&porty_scheme=ftp",
        "porty_host=a.test&porty_port=81&porty_scheme=HTTPS",
        "porty_host=a.test&porty_port=81&porty_scheme=",
        "porty_host=a.test&porty_port=81&porty_scheme",
        "porty_host=a.test&porty_port=81&porty_scheme=https&porty_scheme=https",
        "porty_host=a.test&porty_port=81&porty_scheme=http&porty%5Fscheme=https",
        "porty_host=a.test&porty_scheme=http",
        "porty_host=a.test&porty_scheme=https&porty_port=",
        "porty_scheme=https",
        "porty_scheme=https&porty_port=443"
      })
  void anythingElseIsRefused(String query) {
    assertThat(route(query, Scheme.HTTP))
        .isInstanceOfSatisfying(
            Decision.Respond.class,
            refuse -> {
              assertThat(refuse.status()).isEqualTo(400);
              assertThat(refuse.code()).isEqualTo(FailureCode.BAD_TARGET.code());
            });
  }

  /** What was decided for a request without a parameter is not for one with an empty one. */
  @Test
  void anEmptyParameterIsRefusedWhateverCameBefore() {
    for (int i = 0; i < 2; i++) {
      assertThat(route("porty_host=a.test&porty_port=81", Scheme.HTTP))
          .isInstanceOf(Decision.To.class);
      anythingElseIsRefused("porty_host=a.test&porty_port=81&porty_scheme=");
      anythingElseIsRefused("porty_scheme&porty_host=a.test&porty_port=81");
      assertThat(route("porty_host=a.test&porty_scheme=https", Scheme.HTTP))
          .isInstanceOf(Decision.To.class);
      anythingElseIsRefused("porty_host=a.test&porty_port=&porty_scheme=https");
    }
  }

  @Test
  void h2cIsHttp2WithoutTls() {
    assertThat(route("porty_host=a.test&porty_port=81&porty_scheme=h2c", Scheme.HTTP))
        .isInstanceOfSatisfying(
            Decision.To.class,
            to -> assertThat(to.target()).isEqualTo(new Target(Scheme.H2C, "a.test", 81)));
  }

  private static HttpRouteRequest request(String query, Scheme fallback) {
    byte[] raw = query.getBytes(StandardCharsets.ISO_8859_1);
    Bytes bytes =
        new Bytes() {
          @Override
          public int length() {
            return raw.length;
          }

          @Override
          public byte at(int index) {
            return raw[index];
          }
        };
    return (HttpRouteRequest)
        Proxy.newProxyInstance(
            DynamicSchemeTest.class.getClassLoader(),
            new Class<?>[] {HttpRouteRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("rawQuery")
                    ? bytes
                    : method.getName().equals("targetScheme") ? fallback : null);
  }
}
