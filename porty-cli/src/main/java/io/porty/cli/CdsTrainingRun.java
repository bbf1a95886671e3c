package io.porty.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The training run for the class data sharing (CDS) archive: starts a Porty, sends it a few
 * requests over loopback, and stops it. The JVM of that Porty writes the classes that it loaded to
 * the archive. The client runs in a process of its own, because every unneeded class in the archive
 * costs each later Porty about 7 KB of memory.
 */
final class CdsTrainingRun {

  private static final int REQUESTS = 20;
  private static final int TIMEOUT_MILLIS = 30_000;

  /** A Porty without an archive, on a machine that is busy with others, takes long to start. */
  private static final int START_TIMEOUT_MINUTES = 2;

  private static final int EXIT_TIMEOUT_MINUTES = 2;

  /** What Porty prints when it listens: {@code porty: tcp 127.0.0.1:40000 [tcp] -> ...}. */
  private static final Pattern LISTENS =
      Pattern.compile("porty: (tcp|http) 127\\.0\\.0\\.1:(\\d+) .*");

  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  private record Ports(int tcp, int http) {}

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
      Files.writeString(Path.of(args[0]), configuration(backend.getLocalPort()));
      Process porty =
          new ProcessBuilder(Arrays.asList(args).subList(1, args.length))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        Ports ports = ports(porty);
        sendRequests(ports.tcp(), "/");
        sendRequests(ports.http(), "/?porty_host=127.0.0.1&porty_port=" + backend.getLocalPort());
      } finally {
        // TERM: a regular shutdown, at whose end the JVM writes the archive.
        porty.destroy();
        if (!porty.waitFor(EXIT_TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
          porty.destroyForcibly();
        }
      }
    }
  }

  /**
   * Waits until Porty listens on both ports. It chooses them: one that was free a moment ago may be
   * another program's by the time that it starts.
   */
  private static Ports ports(Process porty) throws IOException {
    Thread limit = new Thread(() -> endUnlessStarted(porty), "porty-train-limit");
    limit.setDaemon(true);
    limit.start();
    BufferedReader said = porty.inputReader();
    int tcp = 0;
    int http = 0;
    while (tcp == 0 || http == 0) {
      String line = said.readLine();
      if (line == null) {
        throw new EOFException("Porty ended before it listened");
      }
      System.out.println(line);
      Matcher matcher = LISTENS.matcher(line);
      if (matcher.matches()) {
        int port = Integer.parseInt(matcher.group(2));
        if (matcher.group(1).equals("tcp")) {
          tcp = port;
        } else {
          http = port;
        }
      }
    }
    limit.interrupt();
    return new Ports(tcp, http);
  }

  private static void endUnlessStarted(Process porty) {
    try {
      TimeUnit.MINUTES.sleep(START_TIMEOUT_MINUTES);
      porty.destroyForcibly();
    } catch (InterruptedException started) {
      Thread.currentThread().interrupt();
    }
  }

  private static String configuration(int target) {
    return """
        [[routes]]
        name = "tcp"
        mode = "tcp"
        listen = "127.0.0.1:0"
        target = "127.0.0.1:%d"
        log_level = "none"

        [[routes]]
        name = "http"
        mode = "http"
        listen = "127.0.0.1:0"
        log_level = "none"
        """
        .formatted(target);
  }

  private static void sendRequests(int port, String target) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
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
