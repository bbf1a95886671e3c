package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No client says itself which certificate it has shown, by HTTP/2 neither. */
@ExtendWith(LeakCensus.class)
class Http2ClientCertFieldsTest {

  private static final String FORGED = "forged-identity";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String[] FIELDS = {
    "x-client-cert-subject=" + FORGED,
    "client_cert=" + FORGED,
    "x.client.cert.verified=" + FORGED,
    "ssl_client_verify=" + FORGED,
    "x-forwarded-client-cert=" + FORGED
  };

  @Test
  void cve202646579Cve202639858NoHeaderFieldReachesABackend() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/", FIELDS);
      client.until("END 1");
      assertThat(backend.requests().get(0).fields()).noneMatch(field -> field.contains(FORGED));
    }
  }

  @Test
  void cve202688004NorATrailer() {
    StringBuffer seen = new StringBuffer();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  for (String line = connection.line();
                      !line.isEmpty() || seen.indexOf("0|") < 0;
                      line = connection.line()) {
                    seen.append(line).append('|');
                  }
                  connection.send(OK);
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/").data(1, "x", false);
      String[] trailers = java.util.Arrays.copyOf(FIELDS, FIELDS.length + 1);
      trailers[FIELDS.length] = "x-sum=7";
      client.frame(1, 5, 1, Http2Client.block(trailers));
      client.until("END 1");
      assertThat(seen.toString().toLowerCase(java.util.Locale.ROOT))
          .contains("x-sum: 7")
          .doesNotContain(FORGED);
    }
  }

  @Test
  void cve202688004NorOneOfHttp1ABackendOfHttp2() {
    try (Http2Backend backend = Http2Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"h2\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
                    + backend.target()
                    + "\"\n");
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nClient_Cert: forged-identity\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + "X-Client-Cert-Subject: forged-identity\r\nSSL_CLIENT_VERIFY: forged-identity\r\nX-Sum: 7\r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
      Http2Backend.Request request = backend.requests().get(0);
      assertThat(request.trailers()).isEqualTo(List.of("x-sum=7"));
      assertThat(request.fields()).noneMatch(field -> field.contains(FORGED));
    }
  }
}
