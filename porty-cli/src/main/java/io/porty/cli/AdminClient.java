package io.porty.cli;

import io.porty.engine.AdminAddress;
import io.porty.engine.ConfigInspector;
import io.porty.engine.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A blocking HTTP client for the admin endpoint of a running Porty, over TCP or a Unix domain
 * socket. Each request opens a connection of its own.
 */
final class AdminClient {

  private static final int STATUS_OFFSET = "HTTP/1.1 ".length();

  /** Time limit of a GET. A page that lists every connection takes the longest. */
  private static final int PAGE_TIMEOUT_SECONDS = 30;

  /** Time limit of a POST: longer than a restart may take. */
  private static final int COMMAND_TIMEOUT_SECONDS = 100;

  private final SocketAddress address;
  private final String displayAddress;
  private final Optional<String> token;

  /** Status code and body of a response. */
  record Reply(int status, String body) {}

  private AdminClient(SocketAddress address, String displayAddress, Optional<String> token) {
    this.address = address;
    this.displayAddress = displayAddress;
    this.token = token;
  }

  /**
   * A client for the admin endpoint that a configuration declares.
   *
   * @throws StartException if the configuration has no admin endpoint
   */
  static AdminClient of(ConfigOption options) throws StartException {
    AdminAddress admin =
        ConfigInspector.admin(options.engineOptions())
            .orElseThrow(
                () ->
                    new StartException(
                        StartException.CONFIGURATION,
                        options.file().map(f -> f.toString()).orElse("the configuration")
                            + " has no table [admin]\n  Add [admin] and start Porty again, or reload a running one: kill -HUP PID"));
    boolean unix = admin.listen().isUnix();
    SocketAddress address =
        unix
            ? UnixDomainSocketAddress.of(admin.listen().path())
            : new InetSocketAddress(connectHost(admin.listen().host()), admin.listen().port());
    return new AdminClient(address, admin.listen().toString(), admin.token());
  }

  /** The loopback address instead of a wildcard listen address. */
  private static String connectHost(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  /**
   * Sends a request without a body and reads the whole response.
   *
   * @throws StartException if the connection fails or the response does not arrive in time
   */
  Reply send(String method, String target) throws StartException {
    String request =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n"
            + token.map(t -> "Authorization: Bearer " + t + "\r\n").orElse("")
            + "\r\n";
    int limit = method.equals("GET") ? PAGE_TIMEOUT_SECONDS : COMMAND_TIMEOUT_SECONDS;
    try (SocketChannel channel =
            address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        Deadline deadline = Deadline.closing(channel, limit)) {
      channel.connect(address);
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return reply(channel);
    } catch (AsynchronousCloseException e) {
      throw new StartException(
          StartException.FAILED, "no response from " + displayAddress + " within " + limit + " s");
    } catch (IOException e) {
      throw new StartException(
          StartException.FAILED,
          "no Porty answers at "
              + displayAddress
              + ": "
              + e.getMessage()
              + "\n  Check that Porty runs with this configuration and has read its [admin] table.");
    }
  }

  private static Reply reply(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    while (channel.read(in) >= 0) {
      all.write(in.array(), 0, in.position());
      in.clear();
    }
    String text = all.toString(StandardCharsets.UTF_8);
    int body = text.indexOf("\r\n\r\n");
    if (body < 0 || !text.startsWith("HTTP/1.1 ")) {
      throw new IOException("the response is not HTTP/1.1");
    }
    return new Reply(
        Integer.parseInt(text.substring(STATUS_OFFSET, STATUS_OFFSET + 3)),
        text.substring(body + 4));
  }

  /**
   * As {@link #send}, for a request that must succeed.
   *
   * @return the body
   * @throws StartException with the body as its message if the status is 300 or above
   */
  String execute(String method, String target) throws StartException {
    Reply reply = send(method, target);
    if (reply.status() >= 300) {
      throw new StartException(StartException.FAILED, reply.body().strip());
    }
    return reply.body();
  }
}
