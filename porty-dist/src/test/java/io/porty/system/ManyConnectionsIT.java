package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Far more clients than a route admits: they wait in the kernel's queue, and all get their turn.
 */
@Tag("load")
class ManyConnectionsIT {

  private static final int LIMIT = 100;

  /** 10,000, or what this machine's descriptors allow. */
  private static int crowd() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long most =
        system instanceof com.sun.management.UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 4096;
    return (int) Math.min(10_000 + LIMIT, most - 1000);
  }

  @ParameterizedTest
  @CsvSource({"tcp, hello", "http, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'"})
  void servesTenThousandMoreThanItAdmits(String mode, String request) throws IOException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Backend backend =
        Backend.running(
            connection -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              try {
                if (mode.equals("http")) {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                } else {
                  connection.send(connection.bytes(5));
                }
              } finally {
                inside.decrementAndGet();
              }
            })) {
      int port = Ports.free();
      try (PortyProcess porty =
          PortyProcess.start(
              """
              log_requests = false
              [[routes]]
              name = "crowd"
              listen_addr = "127.0.0.1"
              listen_port = %d
              mode = "%s"
              target_port = %d
              max_connections = %d
              log_level = "none"
              """
                  .formatted(port, mode, backend.port(), LIMIT))) {
        assertThat(serve(port, request, crowd())).isEqualTo(crowd());
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(LIMIT);
        try (RawClient client = RawClient.to(port)) {
          client.send(request);
          assertThat(client.rest()).isNotEmpty();
        }
        assertThat(porty.log()).doesNotContain("Exception").doesNotContain("ERROR");
      }
    }
  }

  /** Connects everybody at once; answers how many got an answer and an orderly end. */
  private static int serve(int port, String request, int count) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    int served = 0;
    int open = count;
    long end = System.nanoTime() + Duration.ofSeconds(100).toNanos();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < count; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address);
        channel.register(selector, SelectionKey.OP_CONNECT, new int[1]);
      }
      ByteBuffer buffer = ByteBuffer.allocate(1024);
      while (open > 0 && System.nanoTime() < end) {
        selector.select(1000);
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
          SelectionKey key = keys.next();
          keys.remove();
          SocketChannel channel = (SocketChannel) key.channel();
          int[] received = (int[]) key.attachment();
          if (key.isConnectable()) {
            channel.finishConnect();
            channel.write(ByteBuffer.wrap(request.getBytes()));
            key.interestOps(SelectionKey.OP_READ);
            continue;
          }
          buffer.clear();
          int read = channel.read(buffer);
          if (read > 0) {
            received[0] += read;
          } else if (read < 0) {
            served += received[0] > 0 ? 1 : 0;
            open--;
            channel.close();
          }
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return served;
  }
}
