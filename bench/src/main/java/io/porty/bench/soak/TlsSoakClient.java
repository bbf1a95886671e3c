package io.porty.bench.soak;

import io.porty.bench.TrustingTls;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/** Does one thing after another with TLS, right or aborted, each on a connection of its own. */
final class TlsSoakClient implements Runnable {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CUT =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nonly this"
          .getBytes(StandardCharsets.US_ASCII);

  private final int https;
  private final int tls;
  private final int toHttps;
  private final TlsCounts counts;
  private final AtomicBoolean over;
  private final LongAdder done;
  private SSLContext sessions = TrustingTls.context();

  /** Of these sessions: a session of one is not resumed with another. */
  private String version = version();

  /** Of connections that are cut: those that are not read get no ticket. */
  private final SSLContext cutSessions = TrustingTls.context();

  TlsSoakClient(int[] ports, TlsCounts counts, AtomicBoolean over, LongAdder done) {
    this.https = ports[0];
    this.tls = ports[1];
    this.toHttps = ports[2];
    this.counts = counts;
    this.over = over;
    this.done = done;
  }

  @Override
  public void run() {
    while (!over.get()) {
      something();
      done.increment();
    }
  }

  private void something() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    switch (random.nextInt(16)) {
      case 0 -> {
        sessions = TrustingTls.context();
        version = version();
        served(https, 1, "a request after a full handshake");
      }
      case 1, 2, 3 -> served(https, 1, "a request over HTTPS");
      case 4 -> served(https, 1 + random.nextInt(20), "requests over HTTPS");
      case 5, 6 -> served(tls, 1, "a request over a TCP route with TLS");
      case 7, 8 -> backendServed();
      case 9 -> abort(() -> cutHello(random.nextInt(200)));
      case 10 -> abort(this::helloWithoutAnEnd);
      case 11 -> abort(() -> cutAfterHandshake(new byte[0]));
      case 12 -> abort(() -> cutAfterHandshake(REQUEST));
      case 13 -> abort(() -> cutAfterHandshake(CUT));
      case 14 -> abort(this::noiseAfterHandshake);
      default -> abort(this::plainText);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What comes of it does not matter, as long as nothing is left behind. */
  private void abort(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      // Porty closes on what is wrong, and so do we.
    }
    counts.aborted.increment();
  }

  private void served(int port, int times, String what) {
    try (SSLSocket socket = handshake(connect(port), sessions)) {
      for (int i = 0; i < times && request(socket); i++) {
        counts.requests.increment();
      }
    } catch (IOException e) {
      counts.failed(what + ": " + e);
    }
  }

  private void backendServed() {
    try (Socket socket = connect(toHttps)) {
      request(socket);
      counts.requests.increment();
    } catch (IOException e) {
      counts.failed("a request to a backend with TLS: " + e);
    }
  }

  /** Answers whether the connection stays open. */
  private static boolean request(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int read = in.read();
      if (read < 0) {
        throw new EOFException("after " + head);
      }
      head.append((char) read);
    }
    if (!head.toString().startsWith("HTTP/1.1 200 ") || in.readNBytes(2).length != 2) {
      throw new IOException("answered by " + head);
    }
    return head.indexOf("Connection: close") < 0;
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private SSLSocket handshake(Socket plain, SSLContext context) throws IOException {
    long begun = System.currentTimeMillis();
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    socket.setEnabledProtocols(new String[] {version});
    socket.startHandshake();
    boolean isNew = socket.getSession().getCreationTime() >= begun;
    (isNew ? counts.full : counts.resumed).increment();
    return socket;
  }

  private static String version() {
    return ThreadLocalRandom.current().nextInt(4) == 0 ? "TLSv1.2" : "TLSv1.3";
  }

  private byte[] hello() throws IOException {
    SSLEngine engine = sessions.createSSLEngine("localhost", https);
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  private void cutHello(int length) throws IOException {
    byte[] hello = hello();
    try (Socket socket = connect(https)) {
      socket.getOutputStream().write(hello, 0, Math.min(length, hello.length));
      socket.setSoLinger(length % 2 == 0, 0);
    }
  }

  private void helloWithoutAnEnd() throws IOException {
    try (Socket socket = connect(https)) {
      socket.getOutputStream().write(hello());
      socket.getInputStream().read();
      socket.setSoLinger(true, 0);
    }
  }

  private void cutAfterHandshake(byte[] sent) throws IOException {
    Socket plain = connect(ThreadLocalRandom.current().nextBoolean() ? https : tls);
    try (plain) {
      SSLSocket socket = handshake(plain, cutSessions);
      socket.getOutputStream().write(sent);
      plain.setSoLinger(ThreadLocalRandom.current().nextBoolean(), 0);
    }
  }

  private void noiseAfterHandshake() throws IOException {
    try (Socket plain = connect(https)) {
      handshake(plain, cutSessions);
      byte[] noise = new byte[300];
      ThreadLocalRandom.current().nextBytes(noise);
      plain.getOutputStream().write(noise);
      plain.getInputStream().readAllBytes();
    }
  }

  private void plainText() throws IOException {
    try (Socket socket = connect(https)) {
      socket.getOutputStream().write(REQUEST);
      socket.getInputStream().readAllBytes();
    }
  }
}
