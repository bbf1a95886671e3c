package io.porty.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An authority with renewal information (RFC 9773) whose orders are ready at once. It believes
 * whoever signs, and can be told to refuse the next orders.
 */
final class FakeDirectory implements AutoCloseable {

  private static final Pattern PAYLOAD = Pattern.compile("\"payload\":\"([^\"]*)\"");

  /** What an order is refused with. */
  record Refusal(int status, String type, String retryAfter) {}

  /** The payloads of all orders so far. */
  final List<String> orders = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final X509Certificate issued;
  private final Queue<Refusal> refusals = new ArrayDeque<>();
  private final AtomicInteger nonces = new AtomicInteger();

  /**
   * @param issued what each order comes to
   */
  FakeDirectory(X509Certificate issued) {
    this.issued = issued;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create(at("/directory"));
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void refuse(Refusal refusal) {
    refusals.add(refusal);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    exchange.getResponseHeaders().set("Replay-Nonce", "nonce" + nonces.incrementAndGet());
    switch (path) {
      case "/directory" -> send(exchange, 200, "application/json", directory());
      case "/nonce" -> exchange.sendResponseHeaders(200, -1);
      case "/account" -> located(exchange, "/account/1", "{\"status\":\"valid\"}");
      case "/order" -> order(exchange, payload(request));
      case "/order/1", "/finalize" -> send(exchange, 200, "application/json", order("valid"));
      case "/certificate" ->
          send(exchange, 200, "application/pem-certificate-chain", Pem.of(List.of(issued)));
      default -> send(exchange, 404, "application/json", "{}");
    }
    exchange.close();
  }

  private void order(HttpExchange exchange, String payload) throws IOException {
    orders.add(payload);
    Refusal refusal = refusals.poll();
    if (refusal == null) {
      located(exchange, "/order/1", order("ready"));
      return;
    }
    if (!refusal.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter());
    }
    send(
        exchange,
        refusal.status(),
        "application/problem+json",
        "{\"type\":\"urn:ietf:params:acme:error:"
            + refusal.type()
            + "\",\"detail\":\"no, "
            + refusal.type()
            + "\"}");
  }

  private static String payload(String request) {
    Matcher matcher = PAYLOAD.matcher(request);
    return matcher.find()
        ? new String(Base64.getUrlDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8)
        : "";
  }

  private String directory() {
    return "{\"newNonce\":\""
        + at("/nonce")
        + "\",\"newAccount\":\""
        + at("/account")
        + "\",\"newOrder\":\""
        + at("/order")
        + "\",\"renewalInfo\":\""
        + at("/renewal")
        + "\"}";
  }

  private String order(String status) {
    return "{\"status\":\""
        + status
        + "\",\"identifiers\":[{\"type\":\"dns\",\"value\":\"shop.example\"}],\"authorizations\":[],\"finalize\":\""
        + at("/finalize")
        + "\",\"certificate\":\""
        + at("/certificate")
        + "\"}";
  }

  private void located(HttpExchange exchange, String path, String body) throws IOException {
    exchange.getResponseHeaders().set("Location", at(path));
    send(exchange, 201, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
