package io.porty.bench.side;

import java.nio.file.Path;
import java.util.List;

/**
 * HTTP/2 to clients and to backends, each proxy with one worker. A proxy has four ports: without
 * TLS to a backend of HTTP/1, with TLS to it, to a backend of HTTP/2, and to one of gRPC.
 */
final class H2Bed {

  /** As proxies are named, in the order of their ports. */
  static final List<String> KINDS = List.of("h2c", "h2-https", "h2-backend", "grpc");

  /**
   * @param http1 port
   * @param http2 port, without TLS
   * @param grpc port, without TLS
   */
  record Backends(int http1, int http2, int grpc) {}

  /** What h2load needs for gRPC besides its load: the message of each call. */
  static List<String> message(Path folder) {
    return List.of("-d", folder.resolve("www/message.bin").toString());
  }

  private H2Bed() {}

  /** A backend of HTTP/2 without TLS. */
  static String backend(Path folder, int port) {
    return """
        worker_processes 1; daemon off; pid %1$s/backend-h2.pid; error_log %1$s/backend-h2.err;
        events { worker_connections 20000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
          http2_max_concurrent_streams 256;
          server {
            listen 127.0.0.1:%2$d http2 backlog=4096; root %1$s/www;
            location = / {
              default_type text/plain;
              return 200 "Hello, World! this is 64 bytes of body padded to be realistic...\\n";
            }
          }
        }
        """
        .formatted(folder, port);
  }

  static String porty(Path folder, int[] ports, Backends backends) {
    String tls = "tls = { cert = \"%1$s/ec.pem\", key = \"%1$s/ec.key\" }%n".formatted(folder);
    return "log_requests = false\nevent_loops = 1\nmax_connections = 10000\n"
        + route(0, ports, "127.0.0.1:" + backends.http1(), "")
        + route(1, ports, "127.0.0.1:" + backends.http1(), tls)
        + route(2, ports, "h2c://127.0.0.1:" + backends.http2(), "")
        + route(3, ports, "h2c://127.0.0.1:" + backends.grpc(), "");
  }

  private static String route(int kind, int[] ports, String target, String further) {
    return """
        [[routes]]
        name = "%s"
        listen = "127.0.0.1:%d"
        mode = "http"
        routers = ["fixed"]
        target = "%s"
        max_streams = 256
        keepalive_requests = 0
        %s
        """
        .formatted(KINDS.get(kind), ports[kind], target, further);
  }

  static String haproxy(Path folder, int[] ports, Backends backends) {
    return """
        global
          maxconn 9000
          nbthread 1
          tune.h2.max-concurrent-streams 256
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend f0
          bind 127.0.0.1:%1$d proto h2
          bind 127.0.0.1:%2$d ssl crt %5$s/ec.both ssl-min-ver TLSv1.2 alpn h2,http/1.1
          default_backend b0
        backend b0
          http-reuse always
          server s 127.0.0.1:%6$d
        frontend f2
          bind 127.0.0.1:%3$d proto h2
          default_backend b2
        backend b2
          http-reuse always
          server s 127.0.0.1:%7$d proto h2
        frontend f3
          bind 127.0.0.1:%4$d proto h2
          default_backend b3
        backend b3
          http-reuse always
          server s 127.0.0.1:%8$d proto h2
        """
        .formatted(
            ports[0],
            ports[1],
            ports[2],
            ports[3],
            folder,
            backends.http1(),
            backends.http2(),
            backends.grpc());
  }

  /** Without backends of HTTP/2: nginx has them since 1.29. */
  static String nginx(Path folder, int[] ports, Backends backends) {
    String location =
        "location / { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection \"\"; }";
    return """
        worker_processes 1; daemon off; pid %1$s/nginx-h2.pid; error_log %1$s/nginx-h2.err;
        events { worker_connections 20000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
          http2_max_concurrent_streams 256;
          upstream b { server 127.0.0.1:%2$d; keepalive 1024; keepalive_requests 100000000; }
          server { listen 127.0.0.1:%3$d http2 backlog=4096; %5$s }
          server {
            listen 127.0.0.1:%4$d ssl http2 backlog=4096;
            ssl_certificate %1$s/ec.pem; ssl_certificate_key %1$s/ec.key;
            ssl_protocols TLSv1.2 TLSv1.3; %5$s
          }
        }
        """
        .formatted(folder, backends.http1(), ports[0], ports[1], location);
  }
}
