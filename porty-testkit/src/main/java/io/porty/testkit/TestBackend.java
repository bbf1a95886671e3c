package io.porty.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP backend on the loopback address. It records requests and responds 200 with its name
 * unless {@link #answer} sets another response. Thread-safe.
 *
 * @since 0.1
 */
public final class TestBackend implements AutoCloseable {

  /**
   * A request that the backend received.
   *
   * @param uri path and query
   * @param headers by case-insensitive name
   */
  public record Received(
      String method, String uri, Map<String, List<String>> headers, String body) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  private static final long CLOSED_WITHIN_NANOS = 1_000_000_000;

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "test-backend");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Answer answer;

  private TestBackend(String name) {
    // Read by the JDK's server on first use; without TCP_NODELAY each response waits 40 ms for an
    // ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.name = name;
    this.answer = new Answer(200, Map.of(), name);
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Starts a backend.
   *
   * @param name of the backend, and the body of its responses
   */
  public static TestBackend named(String name) {
    return new TestBackend(name);
  }

  /** Sets the response to all further requests. */
  public void answer(int status, Map<String, String> headers, String body) {
    answer = new Answer(status, Map.copyOf(headers), body);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    received.add(
        new Received(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    Answer now = answer;
    byte[] bytes = now.body().getBytes(StandardCharsets.UTF_8);
    now.headers().forEach(exchange.getResponseHeaders()::add);
    boolean empty =
        bytes.length == 0 || exchange.getRequestMethod().equals("HEAD") || now.status() == 204;
    exchange.sendResponseHeaders(now.status(), empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  public String name() {
    return name;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address as a target: {@code host:port}. */
  public String target() {
    return "127.0.0.1:" + port();
  }

  /** The requests received so far. */
  public List<Received> received() {
    return received;
  }

  /** The latest request. */
  public Received last() {
    if (received.isEmpty()) {
      throw new AssertionError("backend " + name + " has received no request");
    }
    return received.get(received.size() - 1);
  }

  /** Stops the backend; when this returns, the port is free. */
  @Override
  public void close() {
    int port = port();
    server.stop(0);
    threads.shutdownNow();
    long end = System.nanoTime() + CLOSED_WITHIN_NANOS;
    while (listens(port) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The JDK's server closes its socket on another thread. */
  private static boolean listens(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
