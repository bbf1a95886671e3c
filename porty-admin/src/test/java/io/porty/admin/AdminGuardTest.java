package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.porty.api.mode.LoopToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardTest {

  private static final String INSTANCE = "0123456789abcdef";

  private final AdminGuard open = new AdminGuard(Optional.empty(), INSTANCE);
  private final AdminGuard withToken = new AdminGuard(Optional.of("s3cret:x"), INSTANCE);

  /**
   * @param fields name, value, name, value
   */
  private static FullHttpRequest request(HttpMethod method, String host, String... fields) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, "/");
    request.headers().set("Host", host);
    for (int i = 0; i < fields.length; i += 2) {
      request.headers().add(fields[i], fields[i + 1]);
    }
    return request;
  }

  private static int status(AdminGuard guard, FullHttpRequest request) {
    AdminResponse refusal = guard.refusal(request);
    request.release();
    return refusal == null ? 200 : refusal.status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:9901", "127.0.0.1", "10.1.2.3:80", "[::1]", "[::1]:9901"})
  void anAddressOrLocalhostIsAnswered(String host) {
    assertThat(status(open, request(HttpMethod.GET, host))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:9901",
        "::1",
        "[evil]:80",
        "LOCALHOST.",
        ":9901"
      })
  void anotherNameIsRebindingAndRefused(String host) {
    assertThat(status(open, request(HttpMethod.GET, host))).isEqualTo(403);
  }

  @Test
  void aTokenAllowsEveryName() {
    FullHttpRequest request =
        request(HttpMethod.GET, "porty.example", "Authorization", "Bearer s3cret:x");
    assertThat(status(withToken, request)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer s3cret:x", "bearer s3cret:x", "BEARER   s3cret:x "})
  void theSchemeOfATokenIsCaseInsensitive(String field) {
    assertThat(status(withToken, request(HttpMethod.GET, "a", "Authorization", field)))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"any:s3cret:x,200", ":s3cret:x,200", "any:s3cret,401", "s3cret:x,401", "any:,401"})
  void thePasswordOfBasicIsTheToken(String pair, int status) {
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    assertThat(status(withToken, request(HttpMethod.GET, "a", "Authorization", "Basic " + encoded)))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer s3cret:X", "Basic !!!", "s3cret:x"})
  void anotherTokenIsRefusedWithAChallenge(String field) {
    AdminResponse refusal =
        withToken.refusal(request(HttpMethod.GET, "localhost", "Authorization", field));
    assertThat(refusal).isNotNull();
    assertThat(refusal.status()).isEqualTo(401);
    assertThat(refusal.fields().get("WWW-Authenticate")).startsWith("Basic realm=");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,http://localhost:9901,200",
    "Origin,http://localhost,403",
    "Origin,https://localhost:9901,403",
    "Origin,null,403",
    "Sec-Fetch-Site,same-origin,200",
    "Sec-Fetch-Site,none,200",
    "Sec-Fetch-Site,cross-site,403",
    "Sec-Fetch-Site,same-site,403"
  })
  void commandsOfPagesOfOtherOriginsAreRefused(String name, String value, int status) {
    assertThat(status(open, request(HttpMethod.POST, "localhost:9901", name, value)))
        .isEqualTo(status);
    assertThat(status(open, request(HttpMethod.GET, "localhost:9901", name, value)))
        .as("a read")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via", "CDN-Loop", "X-Copied-By-Another-Proxy"})
  void whatThisPortyHasForwardedIsRefusedEvenWithTheToken(String name) {
    String mark = "1.1 " + LoopToken.ofInstance(INSTANCE).toUpperCase(Locale.ROOT);
    FullHttpRequest request =
        request(HttpMethod.GET, "a", "Authorization", "Bearer s3cret:x", name, mark);
    assertThat(withToken.refusal(request)).isSameAs(AdminGuard.FORWARDED_BY_SELF);
  }
}
