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

/** Asks the admin endpoint of a running Porty, over TCP or a Unix domain socket. */
final class AdminClient {

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  /** A page; of one that looks at every connection, too. */
  private static final int LOOK_SECONDS = 30;

  /** Longer than a restart may take. */
  private static final int COMMAND_SECONDS = 100;

  private final SocketAddress address;
  private final String place;
  private final Optional<String> token;

  /** What came back. */
  record Reply(int status, String body) {}

  private AdminClient(SocketAddress address, String place, Optional<String> token) {
    this.address = address;
    this.place = place;
    this.token = token;
  }

  /**
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
                            + " has no table [admin]\n  Write [admin] into it and start Porty again; a running one reads it with: kill -HUP PID"));
    boolean unix = admin.listen().isUnix();
    SocketAddress address =
        unix
            ? UnixDomainSocketAddress.of(admin.listen().path())
            : new InetSocketAddress(reachable(admin.listen().host()), admin.listen().port());
    return new AdminClient(address, admin.listen().toString(), admin.token());
  }

  /** One that listens on every address is reached on this machine's own. */
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  /**
   * @throws StartException if nobody answers there
   */
  Reply ask(String method, String target) throws StartException {
    String request =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n"
            + token.map(t -> "Authorization: Bearer " + t + "\r\n").orElse("")
            + "\r\n";
    int limit = method.equals("GET") ? LOOK_SECONDS : COMMAND_SECONDS;
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
          StartException.FAILED, "no answer from " + place + " within " + limit + " s");
    } catch (IOException e) {
      throw new StartException(
          StartException.FAILED,
          "no Porty answers at "
              + place
              + ": "
              + e.getMessage()
              + "\n  Is one running with this configuration? A table [admin] is served since it was read.");
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
      throw new IOException("it does not speak HTTP");
    }
    return new Reply(
        Integer.parseInt(text.substring(STATUS_AT, STATUS_AT + 3)), text.substring(body + 4));
  }

  /**
   * As {@link #ask}, for what has to go well.
   *
   * @return the body
   * @throws StartException with the answer's words if it is a refusal
   */
  String demand(String method, String target) throws StartException {
    Reply reply = ask(method, target);
    if (reply.status() >= 300) {
      throw new StartException(StartException.FAILED, reply.body().strip());
    }
    return reply.body();
  }
}
