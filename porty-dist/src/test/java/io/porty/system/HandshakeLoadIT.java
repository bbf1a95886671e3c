package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.TlsClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While clients connect all the time, certificates change and processes replace each other. */
@Tag("load")
class HandshakeLoadIT {

  private static final int CLIENTS = 2;

  @TempDir Path folder;

  private final int port = Ports.free();
  private final int admin = Ports.free();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Set<String> serials = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handshakes = new AtomicInteger();
  private volatile boolean over;
  private Path pidFile;
  private Process first;

  @AfterEach
  void stop() throws Exception {
    over = true;
    if (Files.exists(pidFile)) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }
    first.destroy();
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    await().until(() -> !Files.exists(pidFile));
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(pidFile).trim());
  }

  private void start(Path config) throws Exception {
    pidFile = folder.resolve("porty.pid");
    first =
        new ProcessBuilder(
                Installation.launcher(), "start", "-c", config.toString(), "--pid-file=" + pidFile)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(pidFile));
  }

  /** As tools do: beside, and renamed; certificate first, then the key. */
  private void use(TestCertificate pair) throws Exception {
    for (Path one : List.of(pair.cert(), pair.key())) {
      String name = one == pair.cert() ? "live.pem" : "live.key";
      Path beside = folder.resolve(name + ".new");
      Files.copy(
          one, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(beside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void connectAllTheTime(Path authority) {
    while (!over) {
      try {
        SSLContext fresh = TlsClient.trusting(authority); // a full handshake each
        try (Socket plain = new Socket()) {
          plain.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
          plain.setSoTimeout(10_000);
          SSLSocket tls =
              (SSLSocket) fresh.getSocketFactory().createSocket(plain, "shop.test", port, false);
          tls.startHandshake();
          tls.getOutputStream()
              .write("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n".getBytes());
          String answer = new String(tls.getInputStream().readAllBytes());
          if (!answer.endsWith("hello")) {
            failures.add("answer: " + answer);
          }
          serials.add(
              ((java.security.cert.X509Certificate) tls.getSession().getPeerCertificates()[0])
                  .getSerialNumber()
                  .toString());
          handshakes.incrementAndGet();
        }
      } catch (Exception | AssertionError e) {
        failures.add(e.toString());
      }
    }
  }

  @Test
  void noHandshakeFails() throws Exception {
    TestCertificates authority = TestCertificates.in(folder.resolve("ca"));
    use(authority.server("shop.test"));
    try (Backend backend = Backend.ok("hello")) {
      Path config =
          Files.writeString(
              folder.resolve("porty.toml"),
              "log_requests = false\ndrain_timeout_seconds = 5\n[admin]\nlisten = \"127.0.0.1:"
                  + admin
                  + "\"\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:"
                  + port
                  + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                  + backend.port()
                  + "\"\ntls = { cert = \"live.pem\", key = \"live.key\" }\n");
      start(config);
      Thread[] clients = new Thread[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        clients[i] = new Thread(() -> connectAllTheTime(authority.authority()));
        clients[i].start();
      }
      for (int round = 0; round < 3; round++) {
        use(authority.server("shop.test"));
        Installation.Result reload = Installation.porty("reload", "-c", config.toString());
        assertThat(reload.exit()).as(reload.err()).isZero();
        long before = pid();
        Installation.Result restart = Installation.porty("restart", "-c", config.toString());
        assertThat(restart.out()).as(restart.err()).contains("serves");
        await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
      }
      over = true;
      for (Thread client : clients) {
        client.join(20_000);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(handshakes).hasValueGreaterThan(50);
    assertThat(serials).as("each certificate was used").hasSizeGreaterThanOrEqualTo(4);
  }
}
