package io.porty.bench.side;

import java.io.IOException;
import java.util.List;

/** What is measured: a load, and which proxies it is put on. */
enum Scenario implements Experiment {
  TCP(
      "Small replies through TCP mode, 64 connections",
      new Load(64, "/", List.of()),
      List.of("porty-tcp", "haproxy-tcp", "nginx-tcp")),
  DYNAMIC(
      "Each request names one of three backends, 200 connections; peers: one fixed backend",
      new Load(200, "/", List.of()),
      List.of("porty-dynamic", "haproxy-http", "nginx-http")),
  HTTP_AGAINST_TCP(
      "The same small replies through HTTP and through TCP mode, 64 connections",
      new Load(64, "/", List.of()),
      List.of("porty-http", "porty-tcp")),
  SMALL(
      "Small replies over HTTP, 64 connections",
      new Load(64, "/", List.of()),
      List.of("porty-http", "haproxy-http", "nginx-http")),
  CONNECTIONS(
      "Small replies over HTTP, 1,000 connections",
      new Load(1000, "/", List.of()),
      List.of("porty-http", "haproxy-http", "nginx-http")),
  CLOSE(
      "A new connection for each request over HTTP, 64 at a time",
      new Load(64, "/", List.of("-H", "Connection: close")),
      List.of("porty-http", "haproxy-http", "nginx-http")),
  CLOSE_TCP(
      "A new connection for each request through TCP mode, 64 at a time",
      new Load(64, "/", List.of("-H", "Connection: close")),
      List.of("porty-tcp", "haproxy-tcp", "nginx-tcp")),
  CONNECTIONS_TCP(
      "Small replies through TCP mode, 1,000 connections",
      new Load(1000, "/", List.of()),
      List.of("porty-tcp", "haproxy-tcp", "nginx-tcp")),
  TLS_SMALL(
      "Small replies over HTTPS, 64 connections, P-256",
      new Load(64, "/", List.of()),
      List.of("porty-https-ec", "haproxy-https-ec", "nginx-https-ec")),
  TLS_CLOSE(
      "A full handshake for each request over HTTPS, 64 at a time, P-256",
      new Load(64, "/", List.of("-H", "Connection: close")),
      List.of("porty-https-ec", "haproxy-https-ec", "nginx-https-ec")),
  TLS_CLOSE_RSA(
      "A full handshake for each request over HTTPS, 64 at a time, RSA 2048",
      new Load(64, "/", List.of("-H", "Connection: close")),
      List.of("porty-https-rsa", "haproxy-https-rsa", "nginx-https-rsa")),
  TLS_BULK(
      "Replies of 100 MB over HTTPS, 4 connections",
      new Load(4, "/100m.bin", List.of()),
      List.of("porty-https-ec", "haproxy-https-ec", "nginx-https-ec")),
  TLS_BACKEND(
      "Small replies over HTTP from a backend with TLS, 64 connections, certificate verified",
      new Load(64, "/", List.of()),
      List.of("porty-to-tls", "haproxy-to-tls", "nginx-to-tls")),
  H2_SMALL(
      "Small replies over HTTP/2 without TLS, 64 connections of 1 stream, backend of HTTP/1",
      new Load(64, 1, "/", List.of()),
      List.of("porty-h2c", "haproxy-h2c", "nginx-h2c")),
  H2_MANY(
      "Small replies over HTTP/2 without TLS, 8 connections of 32 streams, backend of HTTP/1",
      new Load(8, 32, "/", List.of()),
      List.of("porty-h2c", "haproxy-h2c", "nginx-h2c")),
  H2_TLS(
      "Small replies over HTTP/2 with TLS, 64 connections of 4 streams, backend of HTTP/1",
      new Load(64, 4, "/", List.of()),
      List.of("porty-h2-https", "haproxy-h2-https", "nginx-h2-https")),
  H2_BACKEND(
      "Small replies over HTTP/2 on both sides without TLS, 8 connections of 32 streams",
      new Load(8, 32, "/", List.of()),
      List.of("porty-h2-backend", "haproxy-h2-backend")),
  H2_BULK(
      "Replies of 10 MB over HTTP/2 without TLS, 1 connection of 8 streams, backend of HTTP/1",
      new Load(1, 8, "/10m.bin", List.of("-w30", "-W30")),
      List.of("porty-h2c", "haproxy-h2c", "nginx-h2c")),
  GRPC(
      "Unary gRPC calls without TLS, 64 connections of 4 streams",
      new Load(
          64, 4, "/64.bin", List.of("-H", "content-type: application/grpc", "-H", "te: trailers")),
      List.of("porty-grpc", "haproxy-grpc")),
  BULK(
      "Replies of 100 MB through TCP mode, 4 connections",
      new Load(4, "/100m.bin", List.of()),
      List.of("porty-tcp", "haproxy-tcp", "nginx-tcp"));

  /**
   * @param streams of each connection at a time, by h2load; 0 for HTTP/1, by wrk
   * @param options further options of wrk or h2load
   */
  record Load(int connections, int streams, String path, List<String> options) {

    Load(int connections, String path, List<String> options) {
      this(connections, 0, path, options);
    }
  }

  private final String title;
  private final Load load;
  private final List<String> proxies;

  Scenario(String title, Load load, List<String> proxies) {
    this.title = title;
    this.load = load;
    this.proxies = proxies;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title);
    report.sideBySide(meter.measure(bed.select(report, proxies.toArray(String[]::new)), load));
  }
}
