package io.porty.cli;

import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code porty train}, hidden: the short life of a Porty on loopback, with a few requests, from
 * which the JVM learns what belongs in the archive that {@code bin/porty} has made at its first
 * start.
 */
@Command(name = "train", hidden = true, description = "Run for a moment, for the class archive")
final class TrainCommand implements Callable<Integer> {

  private static final int REQUESTS = 20;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Integer call() throws Exception {
    try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(backend), "porty-train");
      answering.setDaemon(true);
      answering.start();
      Path config = Files.createTempFile("porty-train", ".toml");
      int tcp = free();
      int http = free();
      try {
        Files.writeString(config, configuration(tcp, http, backend.getLocalPort()));
        try (Porty porty =
            Porty.prepare(new PortyOptions(Optional.of(config), Path.of("no-plugins"), Map.of()))) {
          porty.start();
          ask(tcp, "/");
          ask(http, "/?porty_host=127.0.0.1&porty_port=" + backend.getLocalPort());
          porty.stop();
        }
      } finally {
        Files.delete(config);
      }
    }
    return 0;
  }

  private static String configuration(int tcp, int http, int backend) {
    return """
        listen_addr = "127.0.0.1"
        listen_port = %1$d
        target_addr = "127.0.0.1"
        target_port = %3$d

        [[routes]]
        name = "dynamic"
        listen_port = %2$d
        mode = "http"
        """
        .formatted(tcp, http, backend);
  }

  private static int free() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void ask(int port, String target) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      byte[] request =
          ("GET " + target + " HTTP/1.1\r\nHost: porty\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < REQUESTS; i++) {
        client.getOutputStream().write(request);
        readHead(client.getInputStream());
        client.getInputStream().readNBytes(2);
      }
    }
  }

  private static void answer(ServerSocket backend) {
    while (true) {
      try (Socket connection = backend.accept()) {
        while (readHead(connection.getInputStream())) {
          connection.getOutputStream().write(ANSWER);
        }
      } catch (IOException e) {
        if (backend.isClosed()) {
          return;
        }
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean readHead(InputStream in) throws IOException {
    int line = 0;
    int b;
    while ((b = in.read()) >= 0) {
      if (b == '\n') {
        if (line == 0) {
          return true;
        }
        line = 0;
      } else if (b != '\r') {
        line++;
      }
    }
    return false;
  }
}
