package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Backends that authenticate a connection instead of a request, as NTLM and Negotiate do: nobody
 * else's requests come by a connection on which somebody has logged in.
 */
class ConnectionAuthTest {

  private static final String STRANGER = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** Whoever logs in is the user of the connection for good. */
  private static Backend backend(String challenge) {
    return Backend.running(
        connection -> {
          String user = "nobody";
          while (true) {
            Wire.Message request = connection.message();
            String credentials = request.first("Authorization");
            if (credentials != null) {
              user = credentials.substring(credentials.lastIndexOf(' ') + 1);
            }
            boolean asks = request.target().equals("/login") && credentials == null;
            String body = "hello " + user;
            connection.send(
                (asks ? "HTTP/1.1 401 Unauthorized\r\n" + challenge : "HTTP/1.1 200 OK\r\n")
                    + "Content-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
          }
        });
  }

  private static String login(String scheme) {
    return "GET /login HTTP/1.1\r\nHost: a\r\nAuthorization: " + scheme + " alice\r\n\r\n";
  }

  private static void assertStrangersAreNobody(RunningPorty porty) {
    for (int i = 0; i < 20; i++) {
      try (RawClient stranger = porty.connect()) {
        assertThat(stranger.send(STRANGER).message().body()).isEqualTo("hello nobody");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WWW-Authenticate: NTLM\r\n",
        "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n",
        "WWW-Authenticate: Basic realm=\"a, b\", negotiate\r\n",
        "www-authenticate: Digest realm=\"x\",\tNTLM TlRMTVNTUA==\r\n",
        "Proxy-Authenticate: NTLM\r\n",
        "WWW-Authenticate: Basic\r\nProxy-Support: Session-Based-Authentication\r\n",
        "Persistent-Auth: true\r\n"
      })
  void aChallengedConnectionServesItsClientAlone(String challenge) {
    try (Backend backend = backend(challenge);
        RunningPorty porty =
            RunningPorty.fixed(backend, "upstream_unsafe_reuse_idle_seconds = 30");
        RawClient client = porty.connect()) {
      client.get("/login");
      // Basic here: what makes the connection alice's is what the backend said before.
      assertThat(client.send(login("Basic")).message().body()).isEqualTo("hello alice");
      assertThat(client.send(STRANGER).message().body())
          .as("the same connection for the same client")
          .isEqualTo("hello alice");
      assertStrangersAreNobody(porty);
      assertThat(client.send(STRANGER).message().body()).isEqualTo("hello alice");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM", "Negotiate", "negotiate", "nTlM", "Kerberos"})
  void soDoesOneThatCarriedSuchCredentials(String scheme) {
    try (Backend backend = backend("");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      assertThat(client.send(login(scheme)).message().body()).isEqualTo("hello alice");
      assertStrangersAreNobody(porty);
      assertThat(client.send(STRANGER).message().body()).isEqualTo("hello alice");
    }
  }

  @Test
  void itIsClosedWithItsClient() {
    try (Backend backend = backend("");
        RunningPorty porty = RunningPorty.fixed(backend)) {
      try (RawClient client = porty.connect()) {
        client.send(login("NTLM")).message();
        assertThat(backend.open()).isEqualTo(1);
      }
      await().until(() -> backend.open() == 0);
      assertStrangersAreNobody(porty);
    }
  }

  @Test
  void aPooledConnectionIsTakenForALoginAndDoesNotComeBack() {
    try (Backend backend = backend("");
        RunningPorty porty = RunningPorty.fixed(backend, "upstream_max_connections = 2");
        RawClient client = porty.connect()) {
      client.send(STRANGER).message();
      client.send(login("Negotiate")).message();
      assertThat(backend.accepted()).as("the pooled one is used").isEqualTo(1);
      assertStrangersAreNobody(porty);
    }
  }

  @Test
  void aBackendThatClosesItIsLoggedInToAnew() {
    try (Backend backend = backend("");
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(login("NTLM")).message();
      backend.endConnections();
      assertThat(client.send(STRANGER).message().body()).isEqualTo("hello nobody");
    }
  }

  @Test
  void credentialsOfARequestShareConnectionsAsBefore() {
    try (Backend backend = backend("WWW-Authenticate: Basic realm=\"x\"\r\n");
        RunningPorty porty = RunningPorty.fixed(backend)) {
      for (int i = 0; i < 10; i++) {
        try (RawClient client = porty.connect()) {
          client.get("/login");
          client.send(login("Bearer")).message();
        }
      }
      assertThat(backend.accepted())
          .as("one for each event loop at most")
          .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }
}
