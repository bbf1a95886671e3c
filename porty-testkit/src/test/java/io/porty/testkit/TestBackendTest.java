package io.porty.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestBackendTest {

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> send(TestBackend backend, HttpRequest.Builder request)
      throws Exception {
    return client.send(
        request.uri(URI.create("http://" + backend.target() + "/a?b=c")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void recordsWhatItReceives() throws Exception {
    try (TestBackend backend = TestBackend.named("api")) {
      HttpResponse<String> response =
          send(
              backend,
              HttpRequest.newBuilder()
                  .header("X-Twice", "1")
                  .header("X-Twice", "2")
                  .POST(HttpRequest.BodyPublishers.ofString("caf\u00e9")));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("api");
      TestBackend.Received received = backend.last();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.uri()).isEqualTo("/a?b=c");
      assertThat(received.body()).isEqualTo("caf\u00e9");
      assertThat(received.headers().get("x-twice")).isEqualTo(List.of("1", "2"));
      assertThat(backend.received()).hasSize(1);
    }
  }

  @Test
  void respondsAsToldFromThenOn() throws Exception {
    try (TestBackend backend = TestBackend.named("api")) {
      backend.answer(503, Map.of("Retry-After", "7"), "later");
      HttpResponse<String> response = send(backend, HttpRequest.newBuilder().GET());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("later");
      assertThat(response.headers().firstValue("Retry-After")).contains("7");
      backend.answer(204, Map.of(), "");
      assertThat(send(backend, HttpRequest.newBuilder().GET()).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void respondsToHeadWithoutABody() throws Exception {
    try (TestBackend backend = TestBackend.named("api")) {
      HttpResponse<String> response =
          send(
              backend,
              HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void saysThatNothingWasReceived() {
    try (TestBackend backend = TestBackend.named("api")) {
      assertThatThrownBy(backend::last)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("api has received no request");
    }
  }

  @Test
  void closingFreesThePort() throws Exception {
    TestBackend backend = TestBackend.named("api");
    int port = backend.port();
    backend.close();
    try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(again.getLocalPort()).isEqualTo(port);
    }
  }
}
