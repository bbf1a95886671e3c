package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No client says itself which certificate it has shown: on every route, plain ones too, whether or
 * not Porty writes such fields.
 */
class ClientCertFieldsTest {

  private static final String FORGED = "forged-identity";

  private static List<String> forwarded(String fields, String... lines) {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, lines);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Kept: yes\r\n" + fields + "\r\n").message();
      return backend.requests().get(0).fields();
    }
  }

  private static void assertRemoved(String name, String... lines) {
    assertThat(forwarded(name + ": " + FORGED + "\r\n", lines))
        .contains("X-Kept: yes")
        .noneMatch(line -> line.contains(FORGED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Client-Cert-Subject",
        "X-Client-Cert-Sha256",
        "X-Client-Cert-Verified",
        "X-Client-Cert",
        "X-Client-Cert-Made-Up",
        "X-Client-Certificate",
        "Client-Cert",
        "Client-Cert-Chain",
        "X-SSL-Client-Verify",
        "X-SSL-Client-CN",
        "X-SSL-Client-S-DN",
        "X-SSL-Cert",
        "SSL-Client-Cert",
        "X-Forwarded-Client-Cert",
        "X-Forwarded-Tls-Client-Cert-Info",
        "X-Amzn-Mtls-Clientcert-Subject",
        "Cf-Client-Cert-Sha256",
        "X-ARR-ClientCert",
        "X-Client-DN",
        "X-Client-Verify"
      })
  void cve202646579AClientsOwnWordOnItsCertificateReachesNoBackend(String name) {
    assertRemoved(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-client-cert-subject",
        "X_Client_Cert_Subject",
        "X.Client.Cert.Sha256",
        "X-Client_Cert.Verified",
        "Client_Cert",
        "CLIENT.CERT.CHAIN",
        "SSL_CLIENT_S_DN",
        "SSL_CLIENT_VERIFY",
        "x_ssl_client_verify",
        "HTTP_X_CLIENT_CERT_SUBJECT",
        "HTTP_CLIENT_CERT",
        "Http-X-SSL-Client-Verify",
        "X_Forwarded_Tls_Client_Cert"
      })
  void cve202639858NorDoesAnySpellingThatABackendReadsAsOne(String name) {
    assertRemoved(name);
  }

  /** Trust to report addresses is none to report identities. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Client-Cert-Subject",
        "X-Forwarded-Client-Cert",
        "SSL_CLIENT_S_DN",
        "Client-Cert"
      })
  void norOfATrustedProxy(String name) {
    assertRemoved(name, "trusted_proxies = [\"127.0.0.0/8\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Client-Certainty",
        "X-Client-Id",
        "Client-Certs",
        "X-SSL-Clients",
        "SSL-Clientele"
      })
  void otherFieldsPass(String name) {
    assertThat(forwarded(name + ": stays\r\n")).contains(name + ": stays");
  }

  @Test
  void cve202688004NorDoTrailers() {
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
        RunningPorty porty = RunningPorty.fixed(backend, "trusted_proxies = [\"127.0.0.1\"]");
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + "X-Client-Cert-Subject: forged-identity\r\nclient_cert: forged-identity\r\n"
              + "SSL_CLIENT_VERIFY: forged-identity\r\nX-Sum: 7\r\n\r\n");
      assertThat(client.message().body()).contains("X-Sum: 7").doesNotContain(FORGED);
    }
  }

  /** traefik 5061: a field that Connection names is removed, and what the proxy writes with it. */
  @Test
  void aFieldThatConnectionNamesIsRemovedAsWell() {
    assertThat(
            forwarded(
                "X-Client-Cert-Subject: forged-identity\r\nConnection: X-Client-Cert-Subject\r\n"))
        .noneMatch(line -> line.contains(FORGED));
  }
}
