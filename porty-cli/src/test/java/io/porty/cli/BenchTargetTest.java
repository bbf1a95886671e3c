package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.load.LoadPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes that {@code porty bench} sends for a URL and its options. */
class BenchTargetTest {

  @Test
  void sendsAGetWithTheUrlsAuthorityAsHost() {
    BenchTarget target = of("http://example.test:81/a?b=c", null, null);
    assertThat(target.host()).isEqualTo("example.test");
    assertThat(target.port()).isEqualTo(81);
    assertThat(text(target)).isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: example.test:81\r\n\r\n");
    assertThat(((LoadPlan.Traffic.Http1) target.traffic()).forHead()).isFalse();
  }

  @Test
  void usesPort80AndTheRootPathByDefault() {
    BenchTarget target = of("http://example.test", null, null);
    assertThat(target.port()).isEqualTo(80);
    assertThat(text(target)).startsWith("GET / HTTP/1.1\r\n");
  }

  @Test
  void usesPort443AndTlsForHttps() {
    BenchTarget target = of("HTTPS://example.test/", null, null);
    assertThat(target.port()).isEqualTo(443);
    assertThat(target.isSecure()).isTrue();
    assertThat(text(target)).isEqualTo("GET / HTTP/1.1\r\nHost: example.test\r\n\r\n");
    assertThat(of("http://example.test:443/", null, null).isSecure()).isFalse();
  }

  @Test
  void messagesGoThroughTlsToATlsTarget() {
    BenchTarget target = of("tls://a:7", null, null);
    assertThat(target.isSecure()).isTrue();
    assertThat(target.traffic()).isInstanceOf(LoadPlan.Traffic.Echo.class);
    assertThat(of("tcp://a:7", null, null).isSecure()).isFalse();
  }

  @Test
  void aRequestOfHttp2HasTheUrlsScheme() {
    BenchRequest request = new BenchRequest(null, List.of(), null, 1);
    LoadPlan.Traffic.Http2 traffic =
        (LoadPlan.Traffic.Http2) BenchTarget.of("Https://a/", request, 64).traffic();
    assertThat(traffic.request().fields())
        .contains(new io.porty.load.Http2Request.Field(":scheme", "https"));
  }

  @Test
  void sendsABodyAsPostWithItsLengthInBytes() {
    BenchTarget target = of("http://a/", null, "ä");
    assertThat(text(target)).startsWith("POST / HTTP/1.1\r\n").contains("Content-Length: 2\r\n");
    assertThat(text(target)).endsWith("\r\n\r\nä");
  }

  @Test
  void aHostHeaderReplacesTheUrlsAuthority() {
    BenchTarget target = of("http://a/", "HEAD", null, "hOsT: other", "X: 1");
    assertThat(text(target)).isEqualTo("HEAD / HTTP/1.1\r\nhOsT: other\r\nX: 1\r\n\r\n");
    assertThat(((LoadPlan.Traffic.Http1) target.traffic()).forHead()).isTrue();
  }

  @Test
  void aTcpTargetSendsAndExpectsMessagesOfTheGivenSize() {
    BenchTarget target = of("tcp://[::1]:7", null, null);
    assertThat(target.host()).isEqualTo("::1");
    assertThat(text(target)).isEqualTo("x".repeat(64));
    assertThat(target.traffic()).isInstanceOf(LoadPlan.Traffic.Echo.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'ftp://a/', 'it begins with none of http://, https://, tcp:// and tls://'",
    "a:80, it has no host",
    "tcp://a, it has no port",
    "tls://a, it has no port",
    "http://a b/, Illegal character in authority"
  })
  void rejectsAUrlWithTheReasonAndTheExpectedForm(String url, String reason) {
    assertThatThrownBy(() -> of(url, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot use \"" + url + "\": ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith(
            "; expected http[s]://HOST[:PORT][/PATH], or tcp://HOST:PORT, or tls://HOST:PORT");
  }

  @Test
  void rejectsAHeaderWithALineBreakOrWithoutAName() {
    for (String header : List.of("X: 1\r\nY: 2", ": 1", "X")) {
      assertThatThrownBy(() -> of("http://a/", null, null, header))
          .hasMessageEndingWith("; expected 'NAME: VALUE'");
    }
  }

  @Test
  void aRequestOfHttp2HasPseudoFieldsAndNamesInLowerCase() {
    BenchRequest request = new BenchRequest(null, List.of("hOsT: other", "X-Y:  1 "), "ä", 3);
    LoadPlan.Traffic.Http2 traffic =
        (LoadPlan.Traffic.Http2) BenchTarget.of("http://a:81/b?c=d", request, 64).traffic();
    assertThat(traffic.streams()).isEqualTo(3);
    assertThat(traffic.request().fields().stream().map(f -> f.name() + "=" + f.value()))
        .containsExactly(
            ":method=POST",
            ":scheme=http",
            ":authority=other",
            ":path=/b?c=d",
            "x-y=1",
            "content-length=2");
  }

  @Test
  void fieldsOfHttp2HaveToFitIntoAFrame() {
    BenchRequest request = new BenchRequest(null, List.of("x: " + "y".repeat(20_000)), null, 1);
    assertThatThrownBy(() -> BenchTarget.of("http://a/", request, 64))
        .hasMessage("the header fields are longer than 16,384 bytes");
  }

  private static BenchTarget of(
      String url, @Nullable String method, @Nullable String body, String... headers) {
    return BenchTarget.of(url, new BenchRequest(method, List.of(headers), body, 0), 64);
  }

  private static String text(BenchTarget target) {
    byte[] bytes =
        target.traffic() instanceof LoadPlan.Traffic.Http1 http
            ? http.request()
            : ((LoadPlan.Traffic.Echo) target.traffic()).message();
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
