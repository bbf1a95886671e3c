package io.porty.bench.soak;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** TLS of clients and of backends: handshakes, resumptions, requests, and all of them aborted. */
final class TlsTraffic implements Traffic {

  private final SoakCertificate certificate = new SoakCertificate();
  private final SoakBackend plain = SoakBackend.steady();
  private final SoakBackend secure = SoakBackend.steady(certificate.context());
  private final TlsCounts counts = new TlsCounts();

  TlsTraffic() throws IOException, InterruptedException {}

  @Override
  public int ports() {
    return 3;
  }

  @Override
  public String configuration(int[] ports) {
    String tls =
        "tls = { cert = \"%s\", key = \"%s\" }".formatted(certificate.cert(), certificate.key());
    return """
        log_requests = false
        [[routes]]
        name = "https"
        listen = "127.0.0.1:%1$d"
        mode = "http"
        routers = ["fixed"]
        target = "127.0.0.1:%4$d"
        upstream_idle_timeout_seconds = 3
        %6$s
        [[routes]]
        name = "tls"
        listen = "127.0.0.1:%2$d"
        target = "127.0.0.1:%4$d"
        %6$s
        [[routes]]
        name = "to-https"
        listen = "127.0.0.1:%3$d"
        mode = "http"
        routers = ["fixed"]
        target = "https://localhost:%5$d"
        upstream_idle_timeout_seconds = 3
        [routes.upstream_tls]
        ca = "%7$s"
        """
        .formatted(
            ports[0], ports[1], ports[2], plain.port(), secure.port(), tls, certificate.cert());
  }

  @Override
  public Runnable client(int[] ports, AtomicBoolean over, LongAdder done) {
    return new TlsSoakClient(ports, counts, over, done);
  }

  @Override
  public long failures() {
    return counts.failures();
  }

  @Override
  public String counts() {
    return counts.text();
  }

  @Override
  public void close() throws IOException {
    plain.close();
    secure.close();
    certificate.delete();
  }
}
