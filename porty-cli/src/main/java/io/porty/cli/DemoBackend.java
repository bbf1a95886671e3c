package io.porty.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An HTTP server on a free loopback port whose responses name it and echo the request line. */
final class DemoBackend implements AutoCloseable {

  private final String name;
  private final HttpServer server;

  DemoBackend(String name) throws IOException {
    this.name = name;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      long received = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      String text =
          "Hello from "
              + name
              + "!\nYou asked for "
              + exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " with "
              + received
              + " bytes of body.\n";
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(
          200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
