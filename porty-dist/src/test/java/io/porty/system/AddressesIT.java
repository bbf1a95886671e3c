package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names with several addresses, and addresses that no interface has, in namespaces of Porty's own
 * (unshare(1)). Only where root runs the tests.
 */
class AddressesIT {

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static boolean mayHaveNamespaces() {
    return Installation.run(
                Path.of("/"), Map.of(), "sh", "-c", "unshare -m true && unshare -n ip link")
            .exit()
        == 0;
  }

  private void needNamespaces() throws IOException {
    Programs.need("unshare");
    if (!mayHaveNamespaces()) {
      Programs.lacking("namespaces", "this user may not make namespaces");
    }
  }

  private ServerSocket server(String address, int port, int backlog) throws IOException {
    ServerSocket server = new ServerSocket(port, backlog, InetAddress.getByName(address));
    open.add(server);
    return server;
  }

  /** Answers every request, one connection each. */
  private int answering(String address) throws IOException {
    ServerSocket server = server(address, 0, 512);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
                } catch (SocketException e) {
                  // A client has gone, or the test is over.
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  /** Its backlog is full: what comes is never answered (listen(2)). */
  private void swallowing(String address, int port) throws IOException {
    ServerSocket server = server(address, port, 1);
    for (int i = 0; i < 4; i++) {
      Socket filler = new Socket();
      open.add(filler);
      try {
        filler.connect(server.getLocalSocketAddress(), 200);
      } catch (IOException e) {
        return;
      }
    }
  }

  private PortyProcess withHosts(String hosts, String toml) throws IOException {
    Path file = folder.resolve("hosts");
    Files.writeString(file, "127.0.0.1 localhost\n" + hosts);
    List<String> namespace =
        List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount --bind " + file + " /etc/hosts && exec \"$0\" \"$@\"");
    return PortyProcess.startAs(namespace, Installation.home(), toml);
  }

  private static String route(int port, String target) {
    return "log_requests = false\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \""
        + target
        + "\"\ntimeout_seconds = 6\n";
  }

  private static long[] ask(int port, int times) {
    long[] millis = new long[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      try (RawClient client = RawClient.to(port)) {
        Wire.Message answer = client.get("/");
        assertThat(answer.status()).isEqualTo(200);
      }
      millis[i] = (System.nanoTime() - begin) / 1_000_000;
    }
    return millis;
  }

  @Test
  @Tag("load")
  void anAddressThatNeverAnswersCostsAMomentOnce() throws Exception {
    needNamespaces();
    int port = Ports.free();
    int backend = answering("127.0.0.3");
    swallowing("127.0.0.2", backend);
    try (PortyProcess porty =
        withHosts("127.0.0.2 two.test\n127.0.0.3 two.test\n", route(port, "two.test:" + backend))) {
      long[] millis = ask(port, 21);
      System.out.println("two addresses: " + Arrays.toString(millis));
      assertThat(millis[0]).isLessThan(1000);
      long[] next = Arrays.copyOfRange(millis, 1, millis.length);
      Arrays.sort(next);
      assertThat(next[next.length - 2]).as("all but one hiccup of this machine").isLessThan(50);
      assertThat(porty.log()).doesNotContain("ERROR");
    }
  }

  @Test
  void theLastOfSixAddressesIsReached() throws Exception {
    needNamespaces();
    int port = Ports.free();
    int backend = answering("127.0.0.9");
    StringBuilder hosts = new StringBuilder();
    for (int i = 4; i <= 9; i++) {
      hosts.append("127.0.0.").append(i).append(" six.test\n");
    }
    try (PortyProcess porty = withHosts(hosts.toString(), route(port, "six.test:" + backend))) {
      System.out.println("six addresses: " + Arrays.toString(ask(port, 5)));
      assertThat(porty.log()).doesNotContain("ERROR");
    }
  }

  /** ip-route(8): addresses that are delivered here although no interface has them. */
  @Test
  void ownListenersAreOwnByEveryAddressThatLeadsHere() throws Exception {
    needNamespaces();
    String toml =
        "log_requests = false\n[admin]\nlisten = \"0.0.0.0:9901\"\ntoken = \"0123456789abcdef\"\n"
            + "[[routes]]\nname = \"a\"\nlisten = \"0.0.0.0:8080\"\nmode = \"http\"\n";
    List<String> namespace =
        List.of(
            "unshare",
            "-n",
            "sh",
            "-c",
            "ip link set lo up && ip route add local 198.51.100.0/24 dev lo && exec \"$0\" \"$@\"");
    try (PortyProcess porty = PortyProcess.startAs(namespace, Installation.home(), toml)) {
      for (String target : new String[] {"8080", "9901"}) {
        Installation.Result answer =
            Installation.run(
                folder,
                Map.of(),
                "nsenter",
                "--net=/proc/" + porty.pid() + "/ns/net",
                "curl",
                "-sS",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code} %header{x-porty-error}",
                "http://127.0.0.1:8080/config?porty_host=198.51.100.7&porty_port=" + target);
        assertThat(answer.out()).as(answer.err()).isEqualTo("403 target_denied");
      }
    }
  }

  /**
   * A packet filter sends what leaves this machine back to it: nft(8), redirect. HTTP carries a
   * mark of its own by which the admin endpoint knows it.
   */
  @Test
  void theAdminEndpointKnowsOwnRequestsThoughAPacketFilterLedThemHere() throws Exception {
    needNamespaces();
    Programs.need("nft");
    String setUp =
        "ip link set lo up && ip addr add 198.51.100.1/32 dev lo"
            + " && ip route add 198.51.100.0/24 dev lo src 198.51.100.1 && nft add table ip t"
            + " && nft 'add chain ip t out { type nat hook output priority -100; }'"
            + " && nft add rule ip t out tcp dport 7778 redirect to :9901";
    String toml =
        "log_requests = false\n[admin]\nlisten = \"0.0.0.0:9901\"\ntoken = \"0123456789abcdef\"\n"
            + "[[routes]]\nname = \"a\"\nlisten = \"0.0.0.0:8080\"\nmode = \"http\"\n";
    List<String> namespace = List.of("unshare", "-n", "sh", "-c", setUp + " && exec \"$0\" \"$@\"");
    try (PortyProcess porty = PortyProcess.startAs(namespace, Installation.home(), toml)) {
      String dynamic = "http://127.0.0.1:8080/config?porty_host=198.51.100.7&porty_port=";
      assertThat(
              curl(porty, dynamic + "7778", "-H", "Authorization: Bearer 0123456789abcdef").out())
          .endsWith("Not through this Porty's own routes\n403");
    }
  }

  private Installation.Result curl(PortyProcess porty, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--net=/proc/" + porty.pid() + "/ns/net",
                "curl",
                "-sS",
                "--max-time",
                "5",
                "-w",
                "%{http_code}"));
    command.addAll(List.of(arguments));
    return Installation.run(folder, Map.of(), command.toArray(String[]::new));
  }
}
