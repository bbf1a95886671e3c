package io.porty.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates for the test bed, and the configurations that use them: one worker each. */
final class TlsBed {

  /** The kinds of keys, as proxies are named by them. */
  static final List<String> KEYS = List.of("ec", "rsa");

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
      Process openssl =
          new ProcessBuilder("sh", "-c", command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String out = new String(openssl.getInputStream().readAllBytes());
      if (openssl.waitFor() != 0) {
        throw new IllegalStateException("openssl: " + out);
      }
    }
  }

  static String porty(Path folder, int[] ports, int backend) {
    StringBuilder toml =
        new StringBuilder("log_requests = false\nevent_loops = 1\nmax_connections = 10000\n");
    for (int i = 0; i < KEYS.size(); i++) {
      toml.append(
          """
          [[routes]]
          name = "%1$s"
          listen = "127.0.0.1:%2$d"
          mode = "http"
          routers = ["fixed"]
          target = "127.0.0.1:%3$d"
          tls = { cert = "%4$s/%1$s.pem", key = "%4$s/%1$s.key" }
          """
              .formatted(KEYS.get(i), ports[i], backend, folder));
    }
    return toml.toString();
  }

  static String haproxy(Path folder, int[] ports, int backend) {
    StringBuilder binds = new StringBuilder();
    for (int i = 0; i < KEYS.size(); i++) {
      binds.append(
          "  bind 127.0.0.1:%d ssl crt %s/%s.both ssl-min-ver TLSv1.2%n"
              .formatted(ports[i], folder, KEYS.get(i)));
    }
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
        %s  default_backend hb
        backend hb
          mode http
          http-reuse always
          server s 127.0.0.1:%d
        """
        .formatted(binds, backend);
  }

  static String nginx(Path folder, int[] ports, int backend) throws IOException {
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < KEYS.size(); i++) {
      servers.append(
          """
          server {
            listen 127.0.0.1:%1$d ssl backlog=4096;
            ssl_certificate %2$s/%3$s.pem; ssl_certificate_key %2$s/%3$s.key;
            ssl_protocols TLSv1.2 TLSv1.3;
            location / {
              proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection "";
            }
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
          upstream b { server 127.0.0.1:%2$d; keepalive 1024; keepalive_requests 100000000; }
          %3$s
        }
        """
        .formatted(folder, backend, servers);
  }
}
