package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a backend knows its client: from whom Porty believes it, and how it is written. */
class TrustedFieldsTest {

  private static Wire.Message forwarded(String fields, String... lines) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, lines);
        RawClient client = porty.connect()) {
      Wire.Message answer =
          client.send("GET /a HTTP/1.1\r\nHost: shop.example\r\n" + fields + "\r\n").message();
      assertThat(answer.status()).isEqualTo(200);
      return backend.requests().get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=6.6.6.6;host=evil.test;proto=https",
        "X-Forwarded: for=6.6.6.6",
        "X-Forwarded-For: 6.6.6.6",
        "X-Forwarded-Host: evil.test",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 8888",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-Server: evil.test",
        "X-Forwarded-Ssl: on",
        "X-Forwarded-Scheme: https",
        "X-Forwarded-Client-Cert: Hash=1",
        "X-Forwarded-Made-Up: evil",
        "X_Forwarded_For: 6.6.6.6",
        "x_forwarded-host: evil.test",
        "X.Forwarded.Proto: https",
        "X-Forwarded_Port: 8888",
        "X~Forwarded~Prefix: /evil",
        "X-Real-IP: 6.6.6.6",
        "X_Real_IP: 6.6.6.6",
        "X-Client-IP: 6.6.6.6",
        "True-Client-IP: 6.6.6.6",
        "CF-Connecting-IP: 6.6.6.6",
        "Fastly-Client-IP: 6.6.6.6",
        "X-Cluster-Client-IP: 6.6.6.6",
        "X-Original-Host: evil.test",
        "X-Original-URL: /admin",
        "X-Rewrite-URL: /admin",
        "X-Url-Scheme: https",
        "Front-End-Https: on",
        "X-Scheme: https",
        "Https: on",
        "CloudFront-Forwarded-Proto: https",
        "X-Forward-For: 6.6.6.6",
        "X-Originating-IP: 6.6.6.6",
        "HTTP_X_FORWARDED_FOR: 6.6.6.6",
        "Http-X-Forwarded-Host: evil.test",
        "HTTP_CLIENT_IP: 6.6.6.6",
        "HTTP_FORWARDED: for=6.6.6.6"
      })
  void nothingThatAStrangerSaysOfItselfReachesTheBackend(String field) {
    Wire.Message request = forwarded(field + "\r\nConnection: close\r\n");
    String name = field.substring(0, field.indexOf(':')).toLowerCase(java.util.Locale.ROOT);

    assertThat(request.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.all("X-Forwarded-Host")).containsExactly("shop.example");
    assertThat(request.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(request.all("X-Forwarded-Port")).containsExactly("80");
    assertThat(request.fields()).noneMatch(line -> line.contains("evil") || line.contains("6.6.6"));
    if (!List.of("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port")
        .contains(name)) {
      assertThat(request.all(name)).isEmpty();
    }
  }

  @Test
  void behindABodyNeither() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  String line = connection.line();
                  StringBuilder seen = new StringBuilder();
                  while (!line.isEmpty() || seen.indexOf("0|") < 0) {
                    seen.append(line).append('|');
                    line = connection.line();
                  }
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + seen.length() + "\r\n\r\n" + seen);
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + "X-Forwarded-For: 6.6.6.6\r\nX_Real_IP: 6.6.6.6\r\nX-Sum: 7\r\n\r\n");
      assertThat(client.message().body()).contains("X-Sum: 7").doesNotContain("6.6.6.6");
    }
  }

  @Test
  void aTrustedProxyIsBelievedAndAddedTo() {
    Wire.Message request =
        forwarded(
            "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: www.example\r\n"
                + "Forwarded: for=192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\nX_Forwarded_For: 6.6.6.6\r\n"
                + "Connection: X-Forwarded-Proto, Forwarded, X-Real-IP\r\n",
            "trusted_proxies = [\"127.0.0.0/8\"]");

    assertThat(request.all("X-Forwarded-For")).containsExactly("192.0.2.7, 127.0.0.1");
    assertThat(request.all("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.all("X-Forwarded-Host")).containsExactly("www.example");
    assertThat(request.all("X-Forwarded-Port")).as("not made up beside https").isEmpty();
    assertThat(request.all("Forwarded")).containsExactly("for=192.0.2.7");
    assertThat(request.all("X-Real-IP")).containsExactly("192.0.2.7");
    assertThat(request.all("X_Forwarded_For")).as("no other spelling").isEmpty();
  }

  @Test
  void theStandardFieldIsWrittenWhenAskedFor() {
    Wire.Message alone = forwarded("", "forwarded_fields = \"forwarded\"");
    assertThat(alone.all("Forwarded"))
        .containsExactly("for=127.0.0.1;host=\"shop.example\";proto=http");
    assertThat(alone.fields()).noneMatch(line -> line.startsWith("X-Forwarded"));

    Wire.Message added =
        forwarded(
            "Forwarded: for=192.0.2.7;proto=https\r\n",
            "forwarded_fields = \"both\"",
            "trusted_proxies = [\"127.0.0.1\"]");
    assertThat(added.all("Forwarded"))
        .containsExactly(
            "for=192.0.2.7;proto=https, for=127.0.0.1;host=\"shop.example\";proto=http");
    assertThat(added.all("X-Forwarded-For")).containsExactly("127.0.0.1");

    Wire.Message none = forwarded("X-Forwarded-For: 6.6.6.6\r\n", "forwarded_fields = \"none\"");
    assertThat(none.fields()).noneMatch(line -> line.toLowerCase().contains("forwarded"));
  }

  @Test
  void thePortIsThatOfTheUrl() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n").message();
      assertThat(backend.requests().get(0).all("X-Forwarded-Port")).containsExactly("8443");
    }
  }

  /** RFC 5952, whatever form Java or a client writes. */
  @Test
  void addressesOfIpv6AreWrittenShort() throws Exception {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"a\"\nlisten = \"[::1]:PORT\"\nmode = \"http\"\n"
                    + "forwarded_fields = \"both\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n");
        Socket client = new Socket("::1", porty.port())) {
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
      client.getInputStream().readAllBytes();
      Wire.Message request = backend.requests().get(0);
      assertThat(request.all("X-Forwarded-For")).containsExactly("::1");
      assertThat(request.all("Forwarded")).containsExactly("for=\"[::1]\";proto=http");
      assertThat(request.all("X-Forwarded-Host")).isEmpty();
      assertThat(request.all("X-Forwarded-Port")).isEmpty();
    }
  }
}
