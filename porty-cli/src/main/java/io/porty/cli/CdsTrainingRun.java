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
 * Leads a Porty through a short life on loopback: start, a few requests, stop. Its JVM learns from
 * it what belongs in the archive that {@code bin/porty} has made at its first start. A process of
 * its own, because each class that the archive holds without need is some 7 KB of every later
 * Porty.
 */
final class CdsTrainingRun {

  private static final int REQUESTS = 20;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int TRIES = 100;
  private static final long BETWEEN_TRIES_MILLIS = 100;
  private static final int MAY_TAKE_MINUTES = 2;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  /**
   * @param args where the configuration may be written, and the command that starts a Porty with it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(backend), "porty-train");
      answering.setDaemon(true);
      answering.start();
      int tcp = free();
      int http = free();
      Files.writeString(Path.of(args[0]), configuration(tcp, http, backend.getLocalPort()));
      Process porty =
          new ProcessBuilder(Arrays.asList(args).subList(1, args.length)).inheritIO().start();
      try {
        ask(tcp, "/");
        ask(http, "/?porty_host=127.0.0.1&porty_port=" + backend.getLocalPort());
      } finally {
        // TERM: it stops as it always does, and its JVM writes down what it has learnt.
        porty.destroy();
        if (!porty.waitFor(MAY_TAKE_MINUTES, TimeUnit.MINUTES)) {
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

  private static int free() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void ask(int port, String target) throws IOException, InterruptedException {
    try (Socket client = connect(port)) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      byte[] request =
          ("GET " + target + " HTTP/1.1\r\nHost: porty\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < REQUESTS; i++) {
        client.getOutputStream().write(request);
        if (!readHead(client)) {
          throw new EOFException("no answer through port " + port);
        }
        client.getInputStream().readNBytes(2);
      }
    }
  }

  /** As soon as Porty listens. */
  private static Socket connect(int port) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      Socket client = new Socket();
      try {
        client.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        return client;
      } catch (IOException e) {
        client.close();
        if (tries == TRIES) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
      }
    }
  }

  private static void answer(ServerSocket backend) {
    while (!backend.isClosed()) {
      try (Socket connection = backend.accept()) {
        while (readHead(connection)) {
          connection.getOutputStream().write(ANSWER);
        }
      } catch (IOException e) {
        // The next connection may fare better; if none does, the requests fail.
      }
    }
  }

  private static boolean readHead(Socket from) throws IOException {
    int line = 0;
    int b;
    while ((b = from.getInputStream().read()) >= 0) {
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

  private CdsTrainingRun() {}
}
