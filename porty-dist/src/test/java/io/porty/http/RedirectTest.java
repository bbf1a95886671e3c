package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import org.junit.jupiter.api.Test;

/** Redirects that have to know how their client came: by a dynamic route, by another proxy. */
class RedirectTest {

  @Test
  void theParametersOfADynamicRouteStandBeforeAFragment() {
    Backend[] self = new Backend[1];
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(
                      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                          + self[0].port()
                          + "/next#part?x\r\nContent-Length: 0\r\n\r\n");
                });
        RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      self[0] = backend;
      assertThat(client.get("/?" + backend.query()).first("Location"))
          .isEqualTo("http://test/next?" + backend.query() + "#part?x");
    }
  }

  @Test
  void aTrustedProxyMayNameSchemeAndHostByForwarded() {
    Backend[] self = new Backend[1];
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    connection.send(
                        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                            + self[0].port()
                            + "/next\r\nContent-Length: 0\r\n\r\n");
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend, "trusted_proxies = [\"127.0.0.1\"]");
        RunningPorty wary = RunningPorty.fixed(backend);
        RawClient client = porty.connect();
        RawClient stranger = wary.connect()) {
      self[0] = backend;
      String request =
          "GET / HTTP/1.1\r\nHost: a\r\nForwarded: for=\"[::1]:1;,\";Host=\"www.example:8443\" ; proto=https, for=x;host=b\r\n\r\n";
      assertThat(client.send(request).message().first("Location"))
          .isEqualTo("https://www.example:8443/next");
      assertThat(
              client
                  .send("GET / HTTP/1.1\r\nHost: a\r\nForwarded: for=x, proto=https\r\n\r\n")
                  .message()
                  .first("Location"))
          .isEqualTo("http://a/next");
      assertThat(
              client
                  .send(
                      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: host=evil.test;proto=https\r\n\r\n")
                  .message()
                  .first("Location"))
          .as("a proxy that writes the other fields")
          .isEqualTo("http://a/next");
      assertThat(stranger.send(request).message().first("Location")).isEqualTo("http://a/next");
    }
  }

  @Test
  void onADynamicRouteARedirectStaysOnItsBackend() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message request = connection.message();
                  connection.send(
                      "HTTP/1.1 302 Found\r\nLocation: http://"
                          + request.first("Host")
                          + "/next?a=b\r\nContent-Length: 0\r\n\r\n");
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
                });
        RunningPorty porty = RunningPorty.dynamic();
        RawClient client = porty.connect()) {
      String location = client.get("/?" + backend.query()).first("Location");
      assertThat(location).isEqualTo("http://test/next?a=b&" + backend.query());
      assertThat(client.get(location.substring("http://test".length())).body()).isEqualTo("next");
    }
  }
}
