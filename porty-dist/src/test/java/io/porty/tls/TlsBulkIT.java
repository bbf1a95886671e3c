package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 100 MB to a backend while 100 MB come back, with checksums. */
@Tag("load")
@ExtendWith(LeakCensus.class)
class TlsBulkIT {

  private static final int CHUNK = 64 * 1024;
  private static final int CHUNKS = 1600;
  private static final long TOTAL = (long) CHUNK * CHUNKS;

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  static Stream<Arguments> providersAndModes() {
    return Stream.of("native", "jdk")
        .flatMap(provider -> Stream.of("http", "tcp").map(mode -> Arguments.of(provider, mode)));
  }

  private static RunningPorty porty(String provider, String mode, int backend) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \""
            + mode
            + "\"\nrouters = [\"fixed\"]\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\" }\n");
  }

  /**
   * @param last waited for before the last chunk
   */
  private static long send(OutputStream out, int seed, CompletableFuture<?> last)
      throws IOException {
    CRC32C sum = new CRC32C();
    Random random = new Random(seed);
    byte[] chunk = new byte[CHUNK];
    for (int i = 0; i < CHUNKS; i++) {
      if (i == CHUNKS - 1) {
        out.flush();
        last.join();
      }
      random.nextBytes(chunk);
      sum.update(chunk);
      out.write(chunk);
    }
    out.flush();
    return sum.getValue();
  }

  private static long receive(InputStream in) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] chunk = new byte[CHUNK];
    long left = TOTAL;
    while (left > 0) {
      int read = in.read(chunk, 0, (int) Math.min(CHUNK, left));
      if (read < 0) {
        throw new IOException(left + " bytes are missing");
      }
      sum.update(chunk, 0, read);
      left -= read;
    }
    return sum.getValue();
  }

  private static void skipHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended within the head");
      }
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
  }

  private static <T> CompletableFuture<T> async(java.util.concurrent.Callable<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(task.call());
              } catch (Exception e) {
                future.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  private static byte[] head(String first) {
    return (first + "\r\nHost: shop.test\r\nContent-Length: " + TOTAL + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends and receives at the same time, on two threads; answers both checksums. */
  private record Transfer(CompletableFuture<Long> sent, CompletableFuture<Long> received) {

    /** A response of HTTP that ends before its request would end that, too. */
    static Transfer over(Socket socket, String head, int seed, boolean http) throws IOException {
      InputStream in = new BufferedInputStream(socket.getInputStream(), CHUNK);
      OutputStream out = socket.getOutputStream();
      CompletableFuture<Long> received =
          async(
              () -> {
                if (http) {
                  skipHead(in);
                }
                return receive(in);
              });
      boolean isResponse = head.startsWith("HTTP");
      CompletableFuture<Long> sent =
          async(
              () -> {
                if (http) {
                  out.write(head(head));
                }
                return send(
                    out, seed, isResponse ? received : CompletableFuture.completedFuture(null));
              });
      return new Transfer(sent, received);
    }

    void await() {
      CompletableFuture.allOf(sent, received)
          .orTimeout(Duration.ofSeconds(90).toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  @ParameterizedTest
  @MethodSource("providersAndModes")
  @Timeout(120)
  void bothWaysAtOnce(String provider, String mode) throws Exception {
    boolean http = mode.equals("http");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> accepted = async(server::accept);
      try (RunningPorty porty = porty(provider, mode, server.getLocalPort());
          Socket client = trust.getSocketFactory().createSocket("127.0.0.1", porty.port())) {
        client.setSoTimeout(60_000);
        Transfer mine = Transfer.over(client, "POST / HTTP/1.1", 1, http);
        // A backend that stays open holds the connection up when the client has ended its side.
        try (Socket backend = accepted.get(20, TimeUnit.SECONDS)) {
          Transfer theirs = Transfer.over(backend, "HTTP/1.1 200 OK", 2, http);
          mine.await();
          theirs.await();
          assertThat(theirs.received().join()).isEqualTo(mine.sent().join());
          assertThat(mine.received().join()).isEqualTo(theirs.sent().join());
        }
      }
    }
  }
}
