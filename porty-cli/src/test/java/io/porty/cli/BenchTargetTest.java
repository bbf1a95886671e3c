package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.load.LoadPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes that {@code porty bench} sends for a URL and its options. */
class BenchTargetTest {

  @Test
  void sendsAGetWithTheUrlsAuthorityAsHost() {
    BenchTarget target = BenchTarget.of("http://example.test:81/a?b=c", null, List.of(), null, 64);
    assertThat(target.host()).isEqualTo("example.test");
    assertThat(target.port()).isEqualTo(81);
    assertThat(text(target)).isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: example.test:81\r\n\r\n");
    assertThat(target.reply()).isEqualTo(new LoadPlan.Response.Http(false));
  }

  @Test
  void usesPort80AndTheRootPathByDefault() {
    BenchTarget target = BenchTarget.of("http://example.test", null, List.of(), null, 64);
    assertThat(target.port()).isEqualTo(80);
    assertThat(text(target)).startsWith("GET / HTTP/1.1\r\n");
  }

  @Test
  void sendsABodyAsPostWithItsLengthInBytes() {
    BenchTarget target = BenchTarget.of("http://a/", null, List.of(), "ä", 64);
    assertThat(text(target)).startsWith("POST / HTTP/1.1\r\n").contains("Content-Length: 2\r\n");
    assertThat(target.request()).endsWith("ä".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aHostHeaderReplacesTheUrlsAuthority() {
    BenchTarget target =
        BenchTarget.of("http://a/", "HEAD", List.of("hOsT: other", "X: 1"), null, 64);
    assertThat(text(target)).isEqualTo("HEAD / HTTP/1.1\r\nhOsT: other\r\nX: 1\r\n\r\n");
    assertThat(target.reply()).isEqualTo(new LoadPlan.Response.Http(true));
  }

  @Test
  void aTcpTargetSendsAndExpectsMessagesOfTheGivenSize() {
    BenchTarget target = BenchTarget.of("tcp://[::1]:7", null, List.of(), null, 5);
    assertThat(target.host()).isEqualTo("::1");
    assertThat(text(target)).isEqualTo("xxxxx");
    assertThat(target.reply()).isEqualTo(new LoadPlan.Response.Bytes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a/, it begins with neither http:// nor tcp://",
    "a:80, it has no host",
    "tcp://a, it has no port",
    "http://a b/, Illegal character in authority"
  })
  void rejectsAUrlWithTheReasonAndTheExpectedForm(String url, String reason) {
    assertThatThrownBy(() -> BenchTarget.of(url, null, List.of(), null, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot use \"" + url + "\": ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("; expected http://HOST[:PORT][/PATH] or tcp://HOST:PORT");
  }

  @Test
  void rejectsAHeaderWithALineBreakOrWithoutAName() {
    for (String header : List.of("X: 1\r\nY: 2", ": 1", "X")) {
      assertThatThrownBy(() -> BenchTarget.of("http://a/", null, List.of(header), null, 64))
          .hasMessageEndingWith("; expected 'NAME: VALUE'");
    }
  }

  private static String text(BenchTarget target) {
    return new String(target.request(), StandardCharsets.UTF_8);
  }
}
