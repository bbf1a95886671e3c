package io.porty.bench.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A backend that answers, and closes connections when its answers say so. */
final class SoakBackend implements AutoCloseable {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket server;
  private final Supplier<String> answers;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "soak-backend");
            thread.setDaemon(true);
            return thread;
          });

  private SoakBackend(ServerSocket server, Supplier<String> answers) {
    this.server = server;
    this.answers = answers;
    threads.execute(this::accept);
  }

  /** In one case of ten it does something wrong. */
  static SoakBackend faulty() throws IOException {
    return new SoakBackend(plain(), SoakBackend::any);
  }

  /** It is always right, and closes every eighth connection after an answer. */
  static SoakBackend steady() throws IOException {
    return new SoakBackend(plain(), SoakBackend::right);
  }

  /** The same with TLS. */
  static SoakBackend steady(SSLContext context) throws IOException {
    return new SoakBackend(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1024, InetAddress.getLoopbackAddress()),
        SoakBackend::right);
  }

  private static ServerSocket plain() throws IOException {
    return new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The soak is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(20_000);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (request(in)) {
        String answer = answers.get();
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        if (!answer.equals(OK) && !answer.contains("chunked")) {
          return;
        }
      }
    } catch (IOException gone) {
      // The proxy left, which it does when a client does.
    }
  }

  private static String right() {
    return ThreadLocalRandom.current().nextInt(8) == 0
        ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        : OK;
  }

  private static String any() {
    return switch (ThreadLocalRandom.current().nextInt(40)) {
      case 0 -> "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut";
      case 1 -> "HTTP/1.1 200 OK\r\n\r\nuntil the end";
      case 2 -> "220 what is this\r\n\r\n";
      case 3 -> "";
      case 4, 5, 6 -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
      default -> OK;
    };
  }

  /** Reads a request with its declared or chunked body; false at the end of the stream. */
  private static boolean request(InputStream in) throws IOException {
    String head = upTo(in, "\r\n\r\n");
    if (head.isEmpty()) {
      return false;
    }
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (length >= 0) {
      int end = lower.indexOf('\r', length);
      in.skipNBytes(Long.parseLong(lower.substring(length + 16, end)));
    } else if (lower.contains("transfer-encoding: chunked")) {
      upTo(in, "0\r\n\r\n");
    }
    return true;
  }

  private static String upTo(InputStream in, String mark) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < mark.length()
        || !text.substring(text.length() - mark.length()).equals(mark)) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      text.append((char) b);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
