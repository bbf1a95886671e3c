package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Target;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.ClientHello;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** TCP routers that look at what the client sends first. */
class FirstBytesTest {

  /** Says who it is and what it got first. */
  private static Backend named(String name, CompletableFuture<String> first) {
    return Backend.running(
        connection -> {
          connection.send(name + ":");
          first.complete(connection.bytes(5));
          connection.send("got it");
        });
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static RunningPorty sni(int named, int other, String more) {
    return RunningPorty.start(
        "[[routes]]\nname = \"tls\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\n"
            + "routers = [\"sni\", \"fixed\"]\ntarget = \"127.0.0.1:"
            + other
            + "\"\n"
            + more
            + "\n[[routes.sni.rules]]\nhost = [\"app.example\", \"*.app.example\"]\ntarget = \"127.0.0.1:"
            + named
            + "\"\n");
  }

  private static byte[] hello(String serverName) throws Exception {
    CompletableFuture<byte[]> recorded = new CompletableFuture<>();
    try (Backend recorder =
            Backend.running(
                connection -> {
                  String head = connection.bytes(5);
                  String rest = connection.bytes(head.charAt(3) << 8 | head.charAt(4));
                  recorded.complete((head + rest).getBytes(StandardCharsets.ISO_8859_1));
                });
        Socket plain = new Socket("127.0.0.1", recorder.port());
        SSLSocket tls =
            (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(plain, "ignored", 443, true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setServerNames(
          serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      tls.setSSLParameters(parameters);
      CompletableFuture.runAsync(
          () -> {
            try {
              tls.startHandshake();
            } catch (java.io.IOException e) {
              // Nobody answers; the hello is all that matters.
            }
          });
      return recorded.get();
    }
  }

  @Test
  void sniSendsEachNameToItsTargetAndLosesNoByte() throws Exception {
    for (String name : new String[] {"app.example", "x.app.example", "other.example", null}) {
      byte[] hello = hello(name);
      CompletableFuture<String> got = new CompletableFuture<>();
      try (Backend app = named("app", got);
          Backend rest = named("rest", got);
          RunningPorty porty = sni(app.port(), rest.port(), "");
          RawClient client = porty.connect()) {
        for (int i = 0; i < hello.length; i += 100) {
          client.send(java.util.Arrays.copyOfRange(hello, i, Math.min(hello.length, i + 100)));
        }
        boolean known = name != null && name.endsWith("app.example");
        assertThat(client.bytes(known ? 4 : 5)).isEqualTo(known ? "app:" : "rest:");
        assertThat(got.get()).isEqualTo(latin(hello).substring(0, 5));
        assertThat(client.bytes(6)).isEqualTo("got it");
      }
    }
  }

  @Test
  void sniPassesWhatIsNotTlsAtOnce() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    try (Backend rest = named("rest", got);
        RunningPorty porty = sni(1, rest.port(), "inspect_delay_seconds = 60");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\n");
      assertThat(client.bytes(5)).isEqualTo("rest:");
      assertThat(got.get()).isEqualTo("GET /");
    }
  }

  @Test
  void decidesWithWhatThereIsWhenTheTimeIsUp() {
    try (Backend rest = named("rest", new CompletableFuture<>());
        RunningPorty porty = sni(1, rest.port(), "inspect_delay_seconds = 0.2");
        RawClient silent = porty.connect();
        RawClient halfway = porty.connect()) {
      halfway.send(new byte[] {22, 3, 1, 2});
      assertThat(silent.bytes(5)).as("the server speaks first").isEqualTo("rest:");
      assertThat(halfway.bytes(5)).isEqualTo("rest:");
    }
  }

  @Test
  void decidesWithWhatThereIsWhenTheClientHasFinished() {
    try (Backend rest = named("rest", new CompletableFuture<>());
        RunningPorty porty = sni(1, rest.port(), "inspect_delay_seconds = 60");
        RawClient client = porty.connect()) {
      client.send(new byte[] {22, 3, 1, 2});
      client.halfClose();
      assertThat(client.bytes(5)).isEqualTo("rest:");
    }
  }

  @Test
  void decidesAtTheBoundWhenTheRouterNeverHasEnough() {
    PortyPlugin greedy =
        new PortyPlugin() {
          @Override
          public List<RouterFactory<?>> routers() {
            return List.of(
                RouterFactory.tcp(
                    "greedy",
                    List.of(),
                    (settings, context) -> request -> RouteAnswer.needMoreBytes()));
          }
        };
    int port = Ports.free();
    try (Backend rest =
            Backend.on(
                port,
                connection -> {
                  connection.bytes(200_000);
                  connection.send("all");
                });
        TestPorty porty =
            TestPorty.with(greedy)
                .route(
                    "mode = \"tcp\"\ninspect_delay_seconds = 60\nrouters = [\"greedy\", \"fixed\"]\ntarget = \"127.0.0.1:"
                        + port
                        + "\"\n");
        RawClient client = RawClient.to(porty.port())) {
      client.send(new byte[200_000]);
      assertThat(client.bytes(3)).isEqualTo("all");
    }
  }

  @Test
  void readsAHelloAtEveryCut() throws Exception {
    byte[] hello = hello("app.example");
    for (int cut = 0; cut <= hello.length; cut++) {
      int length = cut;
      ClientHello read =
          ClientHello.read(
              new io.porty.api.Bytes() {
                @Override
                public int length() {
                  return length;
                }

                @Override
                public byte at(int index) {
                  return hello[index];
                }
              });
      assertThat(read.state())
          .isEqualTo(
              cut == hello.length ? ClientHello.State.COMPLETE : ClientHello.State.INCOMPLETE);
      if (cut == hello.length) {
        assertThat(read.serverName()).contains("app.example");
        assertThat(read.protocols()).containsExactly("h2", "http/1.1");
      }
    }
  }

  @Test
  void sendsToTheNextCandidateWhenOneCannotBeConnectedTo() {
    try (Backend rest = named("rest", new CompletableFuture<>())) {
      Decision decision =
          Decision.to(new Target("127.0.0.1", Ports.free()), "x")
              .orElse(new Target("127.0.0.1", rest.port()));
      PortyPlugin plugin =
          new PortyPlugin() {
            @Override
            public List<RouterFactory<?>> routers() {
              return List.of(
                  RouterFactory.tcp("two", List.of(), (settings, context) -> request -> decision));
            }
          };
      try (TestPorty porty = TestPorty.with(plugin).route("mode = \"tcp\"\nrouters = [\"two\"]\n");
          RawClient client = RawClient.to(porty.port())) {
        assertThat(client.bytes(5)).isEqualTo("rest:");
      }
    }
  }
}
