package io.porty.bench.side;

import io.porty.bench.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Certificates for the test bed, and the configurations that use them: one worker each. A proxy has
 * a port with TLS for each kind of key, one without TLS, and one without TLS to a backend with it.
 */
final class TlsBed {

  /** The kinds of keys. */
  private static final List<String> KEYS = List.of("ec", "rsa");

  /** As proxies are named, in the order of their ports. */
  static final List<String> KINDS = List.of("https-ec", "https-rsa", "plain", "to-tls");

  private static final int PLAIN = 2;
  private static final int TO_TLS = 3;

  /**
   * @param plain port without TLS
   * @param tls port with TLS, by the EC pair for {@code localhost}, which is its own authority
   */
  record Backends(int plain, int tls) {}

  private TlsBed() {}

  /** Has openssl make a pair of files for each kind of key; both in one file, too. */
  static void makeCertificates(Path folder) throws IOException, InterruptedException {
    for (String key : KEYS) {
      String kind = key.equals("ec") ? "ec -pkeyopt ec_paramgen_curve:P-256" : "rsa:2048";
      String command =
          "openssl req -x509 -newkey "
              + kind
              + " -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
              + " -keyout %1$s.key -out %1$s.pem && cat %1$s.pem %1$s.key > %1$s.both && chmod 600 %1$s.key"
                  .formatted(key);
      OpenSsl.run(folder, command);
    }
  }

  /** A backend with TLS. */
  static String backend(Path folder, int port) {
    return """
        worker_processes 1; daemon off; pid %1$s/backend-tls.pid; error_log %1$s/backend-tls.err;
        events { worker_connections 20000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
          server {
            listen 127.0.0.1:%2$d ssl backlog=4096;
            ssl_certificate %1$s/ec.pem; ssl_certificate_key %1$s/ec.key;
            ssl_protocols TLSv1.2 TLSv1.3;
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
    StringBuilder toml =
        new StringBuilder("log_requests = false\nevent_loops = 1\nmax_connections = 10000\n");
    for (int i = 0; i < KEYS.size(); i++) {
      String tls =
          "tls = { cert = \"%1$s/%2$s.pem\", key = \"%1$s/%2$s.key\" }%n"
              .formatted(folder, KEYS.get(i));
      toml.append(route(i, ports, "127.0.0.1:" + backends.plain(), tls));
    }
    String ca = "[routes.upstream_tls]%nca = \"%s/ec.pem\"%n".formatted(folder);
    return toml.append(route(PLAIN, ports, "127.0.0.1:" + backends.plain(), ""))
        .append(route(TO_TLS, ports, "https://localhost:" + backends.tls(), ca))
        .toString();
  }

  private static String route(int kind, int[] ports, String target, String further) {
    return """
        [[routes]]
        name = "%s"
        listen = "127.0.0.1:%d"
        mode = "http"
        routers = ["fixed"]
        target = "%s"
        %s
        """
        .formatted(KINDS.get(kind), ports[kind], target, further);
  }

  static String haproxy(Path folder, int[] ports, Backends backends) {
    StringBuilder binds = new StringBuilder();
    for (int i = 0; i < KEYS.size(); i++) {
      binds.append(
          "  bind 127.0.0.1:%d ssl crt %s/%s.both ssl-min-ver TLSv1.2%n"
              .formatted(ports[i], folder, KEYS.get(i)));
    }
    binds.append("  bind 127.0.0.1:%d%n".formatted(ports[PLAIN]));
    return """
        global
          maxconn 9000
          nbthread 1
        defaults
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend h
          mode http
        %1$s  default_backend hb
        backend hb
          mode http
          http-reuse always
          server s 127.0.0.1:%2$d
        frontend t
          mode http
          bind 127.0.0.1:%3$d
          default_backend tb
        backend tb
          mode http
          http-reuse always
          server s 127.0.0.1:%4$d ssl verify required ca-file %5$s/ec.pem sni str(localhost) verifyhost localhost
        """
        .formatted(binds, backends.plain(), ports[TO_TLS], backends.tls(), folder);
  }

  static String nginx(Path folder, int[] ports, Backends backends) throws IOException {
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < KEYS.size(); i++) {
      servers.append(
          """
          server {
            listen 127.0.0.1:%1$d ssl backlog=4096;
            ssl_certificate %2$s/%3$s.pem; ssl_certificate_key %2$s/%3$s.key;
            ssl_protocols TLSv1.2 TLSv1.3;
            location / { proxy_pass http://b; }
          }
          """
              .formatted(ports[i], folder, KEYS.get(i)));
    }
    Files.createDirectories(folder);
    return """
        worker_processes 1; daemon off; pid %1$s/nginx-tls.pid; error_log %1$s/nginx-tls.err;
        events { worker_connections 20000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
          proxy_http_version 1.1; proxy_set_header Connection "";
          upstream b { server 127.0.0.1:%2$d; keepalive 1024; keepalive_requests 100000000; }
          upstream t { server 127.0.0.1:%4$d; keepalive 1024; keepalive_requests 100000000; }
          %3$s
          server { listen 127.0.0.1:%5$d backlog=4096; location / { proxy_pass http://b; } }
          server {
            listen 127.0.0.1:%6$d backlog=4096;
            proxy_ssl_verify on; proxy_ssl_trusted_certificate %1$s/ec.pem;
            proxy_ssl_name localhost; proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.2 TLSv1.3;
            location / { proxy_pass https://t; }
          }
        }
        """
        .formatted(folder, backends.plain(), servers, backends.tls(), ports[PLAIN], ports[TO_TLS]);
  }
}
