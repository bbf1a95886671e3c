package io.porty.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Does one thing after another, right or wrong, each on a connection of its own. */
final class SoakClient implements Runnable {

  private final int httpPort;
  private final int tcpPort;
  private final int backendPort;
  private final AtomicBoolean over;
  private final LongAdder done;

  SoakClient(int httpPort, int tcpPort, int backendPort, AtomicBoolean over, LongAdder done) {
    this.httpPort = httpPort;
    this.tcpPort = tcpPort;
    this.backendPort = backendPort;
    this.over = over;
    this.done = done;
  }

  @Override
  public void run() {
    while (!over.get()) {
      try {
        something();
      } catch (IOException e) {
        // Porty closes on what is wrong, and so do we.
      }
      done.increment();
    }
  }

  private void something() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String target = "/?porty_host=127.0.0.1&porty_port=" + backendPort;
    String get = "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    String post = "POST " + target + " HTTP/1.1\r\nHost: a\r\n";
    switch (random.nextInt(14)) {
      case 0 -> talk(tcpPort, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 40, false);
      case 1 -> talk(tcpPort, "GET / HT", 0, true);
      case 2 -> talk(httpPort, "nonsense\r\n\r\n", 10, false);
      case 3 ->
          talk(
              httpPort,
              post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
              10,
              false);
      case 4 -> talk(httpPort, post + "Content-Length: 100000\r\n\r\nonly this", 0, true);
      case 5 ->
          talk(
              httpPort, post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n", 10, false);
      case 6 -> talk(httpPort, get, 0, true);
      case 7 ->
          talk(httpPort, get.substring(0, random.nextInt(get.length())), 0, random.nextBoolean());
      case 8 ->
          talk(
              httpPort,
              "GET /?porty_host=127.0.0.1&porty_port=1 HTTP/1.1\r\nHost: a\r\n\r\n",
              10,
              false);
      case 9 ->
          talk(httpPort, post + "Content-Length: 50000\r\n\r\n" + "x".repeat(50_000), 30, false);
      case 10 ->
          talk(
              httpPort,
              post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
              30,
              false);
      default -> talk(httpPort, get.repeat(1 + random.nextInt(20)), 40, random.nextInt(4) == 0);
    }
  }

  /** Sends, reads at least so many bytes, and leaves, maybe with a reset. */
  private static void talk(int port, String text, int read, boolean reset) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      in.readNBytes(read);
      if (reset) {
        socket.setSoLinger(true, 0);
      }
    }
  }
}
