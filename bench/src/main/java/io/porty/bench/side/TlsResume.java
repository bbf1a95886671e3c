package io.porty.bench.side;

import java.io.IOException;

/** What a client costs that comes back: a resumed handshake and one request. */
final class TlsResume implements Experiment {

  @Override
  public String code() {
    return "tls-resume";
  }

  @Override
  public String title() {
    return "A resumed handshake for each request over HTTPS, 4 at a time, P-256, TLS 1.3";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title());
    report.sideBySide(
        meter.measure(
            bed.select(report, "porty-https-ec", "haproxy-https-ec", "nginx-https-ec"),
            ResumingClients::run));
  }
}
