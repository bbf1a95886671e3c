package io.porty.bench.side;

import io.porty.bench.Ports;
import io.porty.bench.ProcessUse;
import io.porty.bench.TrustingTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** What many certificates cost at start: time and memory. */
final class CertificateCount implements Experiment {

  private static final String PORTY = "porty";
  private static final String PORTY_FOLDER = "porty, folder";
  private static final int MANY = 10_000;
  private static final int[] POINTS = {1, MANY};
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final int MAX_MESSAGE = 2000;
  private static final long SETTLE_MILLIS = 5000;

  @Override
  public String code() {
    return "certificates";
  }

  @Override
  public String title() {
    return "Start with 1 and 10,000 certificates (P-256, with intermediate): to the first handshake in s and processor time, resident MB";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    if (!Bed.installed("openssl")) {
      throw new IllegalStateException("openssl has to be installed: it makes the key");
    }
    Path folder = bed.folder().resolve("many");
    ManyCertificates.write(folder, bed.folder(), MANY);
    report.title(title());
    report.head("proxy", "certificates", "s", "CPU s", "MB");
    for (String name : List.of(PORTY, PORTY_FOLDER, "haproxy", "nginx")) {
      if (name.startsWith(PORTY) || Bed.installed(name)) {
        for (int count : POINTS) {
          start(bed, folder, name, count, report);
        }
      }
    }
  }

  private static void start(Bed bed, Path folder, String name, int count, Report report)
      throws IOException, InterruptedException {
    int port = Ports.free(1)[0];
    List<String> command =
        switch (name) {
          case PORTY -> startPorty(bed, write(bed, name, porty(folder, port, count)));
          case PORTY_FOLDER ->
              startPorty(bed, write(bed, name, portyFolder(folder(folder, count), port)));
          case "haproxy" ->
              List.of("haproxy", "-db", "-f", write(bed, name, haproxy(bed, folder, port, count)));
          default -> List.of("nginx", "-c", write(bed, name, nginx(folder, port, count)));
        };
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(bed.folder().resolve("certificates.out").toFile())
            .start();
    try {
      while (!isServed(port, ManyCertificates.host(count - 1))) {
        if (!process.isAlive() || System.nanoTime() - begun > LIMIT_NANOS) {
          String said = Files.readString(bed.folder().resolve("certificates.out"));
          throw new IllegalStateException(
              name + ": " + said.substring(0, Math.min(said.length(), MAX_MESSAGE)));
        }
        Thread.sleep(10);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      ProcessUse start = ProcessUse.of(process.toHandle());
      Thread.sleep(SETTLE_MILLIS);
      report.row(
          name,
          Report.number(count, 0),
          Report.number(seconds, 2),
          Report.number(start.user() + start.system(), 2),
          Report.number(ProcessUse.of(process.toHandle()).residentMegabytes(), 0));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
    }
  }

  private static List<String> startPorty(Bed bed, String config) {
    return List.of(bed.distribution().resolve("bin/porty").toString(), "start", "--config", config);
  }

  /** Whether a client of this name gets a handshake. */
  private static boolean isServed(int port, String host) {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket)
                TrustingTls.context().getSocketFactory().createSocket(plain, host, port, true)) {
      socket.setSoTimeout(60_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName().equals("CN=" + host);
    } catch (IOException e) {
      return false;
    }
  }

  private static String write(Bed bed, String name, String text) throws IOException {
    return Files.writeString(bed.folder().resolve("certificates-" + name), text).toString();
  }

  private static String porty(Path folder, int port, int count) {
    StringBuilder toml = new StringBuilder(route(port)).append("[routes.tls]\ncertificates = [\n");
    for (int i = 0; i < count; i++) {
      toml.append("{ cert = \"").append(ManyCertificates.file(folder, i)).append("\" },\n");
    }
    return toml.append("]\n").toString();
  }

  private static String portyFolder(Path folder, int port) {
    return route(port) + "tls = { cert_folder = \"" + folder + "\" }\n";
  }

  private static String route(int port) {
    return """
        log_requests = false
        event_loops = 1
        [[routes]]
        name = "many"
        listen = "127.0.0.1:%d"
        mode = "http"
        host = "*.example"
        routers = ["fixed"]
        target = "127.0.0.1:1"
        """
        .formatted(port);
  }

  /** The folder with all of them, or one with a copy of the first. */
  private static Path folder(Path all, int count) throws IOException {
    if (count > 1) {
      return all;
    }
    Path one = Files.createDirectories(all.resolveSibling("one"));
    Path first = ManyCertificates.file(all, 0);
    Files.copy(
        first,
        one.resolve(first.getFileName()),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    return one;
  }

  /** It reads a folder; for one certificate a file. */
  private static String haproxy(Bed bed, Path folder, int port, int count) {
    return """
        global
          nbthread 1
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend f
          bind 127.0.0.1:%d ssl crt %s
          default_backend b
        backend b
          server s 127.0.0.1:%d
        """
        .formatted(
            port, count == 1 ? ManyCertificates.file(folder, 0) : folder + "/", bed.backend());
  }

  private static String nginx(Path folder, int port, int count) {
    StringBuilder text =
        new StringBuilder(
            """
            worker_processes 1; daemon off; pid %1$s.pid; error_log %1$s.err;
            events { worker_connections 1000; }
            http {
              access_log off; server_names_hash_max_size 65536; server_names_hash_bucket_size 128;
              ssl_protocols TLSv1.2 TLSv1.3;
            """
                .formatted(folder));
    for (int i = 0; i < count; i++) {
      text.append(
          "server { listen 127.0.0.1:%1$d ssl; server_name %2$s; ssl_certificate %3$s; ssl_certificate_key %3$s; }%n"
              .formatted(port, ManyCertificates.host(i), ManyCertificates.file(folder, i)));
    }
    return text.append("}\n").toString();
  }
}
