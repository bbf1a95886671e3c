package io.porty.bench.side;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The configurations: the same job for everybody, one worker each. */
final class PeerFiles {

  static final Path NGINX_STREAMS = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private PeerFiles() {}

  static String backend(Path folder, int[] ports) {
    String listen =
        Arrays.stream(ports)
            .mapToObj(port -> "listen 127.0.0.1:" + port + " backlog=4096;")
            .collect(Collectors.joining(" "));
    String reply =
        "{ default_type text/plain; return 200"
            + " \"Hello, World! this is 64 bytes of body padded to be realistic...\\n\"; }";
    return """
        worker_processes 1; daemon off; pid %1$s/backend.pid; error_log %1$s/backend.err;
        events { worker_connections 20000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s; sendfile on;
          server { %2$s root %1$s/www; location = / %3$s location /test %3$s }
        }
        """
        .formatted(folder, listen, reply);
  }

  static String porty(int tcp, int http, int backend) {
    return """
        listen_addr = "127.0.0.1"
        listen_port = %d
        target_addr = "127.0.0.1"
        target_port = %d
        log_requests = false
        event_loops = 1
        max_connections = 10000

        [[routes]]
        name = "http"
        listen_addr = "127.0.0.1"
        listen_port = %d
        mode = "http"
        log_level = "none"
        max_connections = 10000
        """
        .formatted(tcp, backend, http);
  }

  /** A Porty with one dynamic HTTP route; further lines belong to that route. */
  static String portyHttp(int port) {
    return """
        event_loops = 1
        max_connections = 10000

        [[routes]]
        name = "http"
        listen_addr = "127.0.0.1"
        listen_port = %d
        mode = "http"
        """
        .formatted(port);
  }

  static String haproxy(int http, int tcp, int backend, boolean logging) {
    return """
        global
          maxconn 9000
          nbthread 1
          %4$s
        defaults
          %5$s
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend h
          mode http
          bind 127.0.0.1:%1$d
          default_backend hb
        backend hb
          mode http
          http-reuse always
          server s 127.0.0.1:%3$d
        frontend t
          mode tcp
          bind 127.0.0.1:%2$d
          default_backend tb
        backend tb
          mode tcp
          server s 127.0.0.1:%3$d
        """
        .formatted(
            http,
            tcp,
            backend,
            logging ? "log stdout format raw local0" : "",
            logging ? "log global\n  option httplog" : "");
  }

  /**
   * @param tcp 0 if the module for it is not installed
   */
  static String nginx(Path folder, int http, int tcp, int backend, boolean logging) {
    String streams =
        tcp == 0
            ? ""
            : ("stream { server { listen 127.0.0.1:%d backlog=4096; proxy_pass 127.0.0.1:%d;"
                    + " proxy_buffer_size 16k; } }\n")
                .formatted(tcp, backend);
    return (tcp == 0 ? "" : "load_module " + NGINX_STREAMS + ";\n")
        + """
        worker_processes 1; daemon off; pid %1$s/nginx-%2$d.pid; error_log %1$s/nginx-%2$d.err;
        events { worker_connections 20000; }
        http {
          access_log %4$s; keepalive_requests 100000000; keepalive_timeout 300s;
          upstream b { server 127.0.0.1:%3$d; keepalive 1024; keepalive_requests 100000000; }
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            location / {
              proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(
                folder,
                http,
                backend,
                logging ? folder + "/access-" + http + ".log combined buffer=64k flush=1s" : "off")
        + streams;
  }

  /** The performance guide's script: hosts and ports by turns. */
  static String dynamicScript(int[] ports) {
    String list =
        Arrays.stream(ports).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return """
        local hosts = {"localhost", "127.0.0.1"}
        local ports = {%s}
        local counter = 0

        request = function()
          counter = counter + 1
          local host = hosts[(counter %% #hosts) + 1]
          local port = ports[(counter %% #ports) + 1]
          return wrk.format("GET", "/test?porty_host=" .. host .. "&porty_port=" .. port)
        end
        """
        .formatted(list);
  }
}
