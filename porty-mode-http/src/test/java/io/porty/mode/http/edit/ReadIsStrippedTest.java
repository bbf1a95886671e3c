package io.porty.mode.http.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.router.DynamicRouter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A parameter that chooses the target never reaches the backend, however it is spelled. */
class ReadIsStrippedTest {

  @Property(tries = 2000)
  void whatTheRouterReadsTheRewriteStrips(
      @ForAll("hostNames") String host,
      @ForAll("portNames") String port,
      @ForAll("schemeNames") String scheme) {
    String query = host + "=a.test&id=7&" + port + "=80&" + scheme + "=https";
    assertThat(DynamicRouter.router().route(request(query)))
        .isInstanceOfSatisfying(
            Decision.To.class,
            to -> assertThat(to.target()).isEqualTo(Target.parse("https://a.test:80")));
    byte[] target = Ascii.bytes("/p?" + query);
    HeadWriter out = new HeadWriter();
    TargetRewrite.write(out, target, 0, 2, target.length);
    assertThat(Ascii.text(out.bytes(), 0, out.length())).isEqualTo("/p?id=7");
  }

  @Provide
  Arbitrary<String> hostNames() {
    return spelled("porty_host");
  }

  @Provide
  Arbitrary<String> portNames() {
    return spelled("porty_port");
  }

  @Provide
  Arbitrary<String> schemeNames() {
    return spelled("porty_scheme");
  }

  /** Each character as it is, or escaped in either case of the digits. */
  private static Arbitrary<String> spelled(String name) {
    return Combinators.combine(
            name.chars()
                .mapToObj(
                    c ->
                        Arbitraries.of(
                            String.valueOf((char) c),
                            String.format("%%%02x", c),
                            String.format("%%%02X", c)))
                .toList())
        .as(parts -> String.join("", parts));
  }

  private static HttpRouteRequest request(String query) {
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

          @Override
          public String toString() {
            return query;
          }
        };
    return (HttpRouteRequest)
        Proxy.newProxyInstance(
            ReadIsStrippedTest.class.getClassLoader(),
            new Class<?>[] {HttpRouteRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("rawQuery")
                    ? bytes
                    : method.getName().equals("targetScheme") ? Scheme.HTTP : null);
  }
}
