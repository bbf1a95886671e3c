package io.porty.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The training run for the class data sharing (CDS) archive: starts a Porty, sends it a few
 * requests over loopback, and stops it. The JVM of that Porty writes the classes that it loaded to
 * the archive. The client runs in a process of its own, because every unneeded class in the archive
 * costs each later Porty about 7 KB of memory.
 */
final class CdsTrainingRun {

  private static final int REQUESTS = 20;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_CONNECT_ATTEMPTS = 100;
  private static final long CONNECT_RETRY_MILLIS = 100;
  private static final int EXIT_TIMEOUT_MINUTES = 2;
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  /**
   * Runs the training.
   *
   * @param args the path to write the configuration to, then the command that starts Porty with it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> serve(backend), "porty-train");
      server.setDaemon(true);
      server.start();
      int tcp = freePort();
      int http = freePort();
      Files.writeString(Path.of(args[0]), configuration(tcp, http, backend.getLocalPort()));
      Process porty =
          new ProcessBuilder(Arrays.asList(args).subList(1, args.length)).inheritIO().start();
      try {
        sendRequests(tcp, "/");
        sendRequests(http, "/?porty_host=127.0.0.1&porty_port=" + backend.getLocalPort());
      } finally {
        // TERM: a regular shutdown, at whose end the JVM writes the archive.
        porty.destroy();
        if (!porty.waitFor(EXIT_TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
          porty.destroyForcibly();
        }
      }
    }
  }

  private static String configuration(int tcp, int http, int target) {
    return """
        [[routes]]
        name = "tcp"
        mode = "tcp"
        listen = "127.0.0.1:%1$d"
        target = "127.0.0.1:%3$d"
        log_level = "none"

        [[routes]]
        name = "http"
        mode = "http"
        listen = "127.0.0.1:%2$d"
        log_level = "none"
        """
        .formatted(tcp, http, target);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void sendRequests(int port, String target)
      throws IOException, InterruptedException {
    try (Socket client = connect(port)) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      byte[] request =
          ("GET " + target + " HTTP/1.1\r\nHost: porty\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < REQUESTS; i++) {
        client.getOutputStream().write(request);
        if (!readHead(client)) {
          throw new EOFException("no response on port " + port);
        }
        client.getInputStream().readNBytes(2);
      }
    }
  }

  /** Connects, repeatedly until Porty listens. */
  private static Socket connect(int port) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Socket client = new Socket();
      try {
        client.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        return client;
      } catch (IOException e) {
        client.close();
        if (attempt == MAX_CONNECT_ATTEMPTS) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(CONNECT_RETRY_MILLIS);
      }
    }
  }

  private static void serve(ServerSocket backend) {
    while (!backend.isClosed()) {
      try (Socket connection = backend.accept()) {
        while (readHead(connection)) {
          connection.getOutputStream().write(RESPONSE);
        }
      } catch (IOException e) {
        // Serve the next connection; if all fail, the client reports it.
      }
    }
  }

  /** Reads up to the empty line after a head; false at the end of the stream. */
  private static boolean readHead(Socket socket) throws IOException {
    int lineLength = 0;
    int b;
    while ((b = socket.getInputStream().read()) >= 0) {
      if (b == '\n') {
        if (lineLength == 0) {
          return true;
        }
        lineLength = 0;
      } else if (b != '\r') {
        lineLength++;
      }
    }
    return false;
  }

  private CdsTrainingRun() {}
}
