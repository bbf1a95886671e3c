package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty demo}: runs Porty in front of two built-in backends, without any setup. */
@Command(
    name = "demo",
    description = "Start Porty with two built-in backends and print curl commands to try")
final class DemoCommand implements Callable<Integer> {

  private static final int DEFAULT_ADMIN_PORT = 9901;
  private static final int DEFAULT_HTTPS_PORT = 9443;

  /**
   * @param https 0 without a local CA
   */
  private record Ports(int blue, int green, int admin, int https) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "9090",
      description = "Port of the HTTP routes (default: ${DEFAULT-VALUE})")
  private int httpPort = 9090;

  @Option(
      names = "--https-port",
      paramLabel = "PORT",
      description = "Port of the HTTPS route (default: 9443, or a free one if it is in use)")
  private @Nullable Integer httpsPort;

  @Option(
      names = "--tcp-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the TCP route (default: ${DEFAULT-VALUE})")
  private int tcpPort = 8080;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port of the admin endpoint (default: 9901, or a free one if it is in use)")
  private @Nullable Integer adminPort;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    int admin = adminPort == null ? preferredOrFreePort(DEFAULT_ADMIN_PORT) : adminPort;
    try (DemoBackend blue = new DemoBackend("blue");
        DemoBackend green = new DemoBackend("green")) {
      Ports ports = new Ports(blue.port(), green.port(), admin, https());
      Path config = Files.createTempFile("porty-demo", ".toml");
      Files.writeString(config, configuration(ports));
      Porty porty;
      try {
        porty =
            Porty.prepare(
                new PortyOptions(Optional.of(config), Home.plugins(), Map.of(), System.out));
      } finally {
        Files.deleteIfExists(config);
      }
      try (porty) {
        porty.start();
        print(out, porty, ports);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      porty.stop();
                      stopped.countDown();
                    },
                    "porty-stop"));
        stopped.await();
      }
    }
    return 0;
  }

  /** The port of HTTPS; 0 if this user can have no local CA: the rest is worth a demo. */
  private int https() throws IOException {
    try {
      LocalAuthorityInspector.make();
    } catch (StartException e) {
      spec.commandLine().getErr().println("porty: warning: no HTTPS: " + e.getMessage());
      return 0;
    }
    return httpsPort == null ? preferredOrFreePort(DEFAULT_HTTPS_PORT) : httpsPort;
  }

  /** The preferred port, or a free one if it is in use: the demo works beside another Porty. */
  private static int preferredOrFreePort(int preferred) throws IOException {
    try (ServerSocket socket = new ServerSocket(preferred, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (BindException e) {
      try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return any.getLocalPort();
      }
    }
  }

  private String configuration(Ports ports) {
    String https =
        """

        [[routes]]
        name = "https"
        listen_port = %d
        mode = "http"
        tls = "local"
        routers = ["fixed"]
        target_port = %d
        """
            .formatted(ports.https(), ports.green());
    return ports.https() == 0 ? http(ports) : http(ports) + https;
  }

  private String http(Ports ports) {
    return """
        listen_addr = "127.0.0.1"
        listen_port = %1$d
        target_addr = "127.0.0.1"
        target_port = %3$d

        [admin]
        listen = "127.0.0.1:%5$d"

        [[routes]]
        name = "dynamic"
        listen_port = %2$d
        mode = "http"

        [[routes]]
        name = "green"
        listen_port = %2$d
        mode = "http"
        host = ["green.localhost", "*.green.localhost"]
        target_addr = "127.0.0.1"
        target_port = %4$d
        """
        .formatted(tcpPort, httpPort, ports.blue(), ports.green(), ports.admin());
  }

  private static String https(Ports ports) {
    String url = "https://localhost:" + ports.https() + "/hello";
    return ports.https() == 0
        ? ""
        : "  # HTTPS, with a certificate of the local CA; porty trust says how a browser trusts it\n  "
            + LocalHttps.curl(url)
            + "\n";
  }

  private void print(PrintWriter out, Porty porty, Ports ports) {
    porty.describe().forEach(line -> out.println("porty: " + line));
    out.println(
        """

        Two backends are running: "blue" on port %3$d and "green" on port %4$d. Try, in another terminal:

          # the request chooses its backend
          curl 'http://localhost:%2$d/users?porty_host=127.0.0.1&porty_port=%3$d'
          curl 'http://localhost:%2$d/users?porty_host=127.0.0.1&porty_port=%4$d'

          # the Host header chooses
          curl -H 'Host: green.localhost' http://localhost:%2$d/hello

          # plain TCP, whatever runs over it
          curl http://localhost:%1$d/tcp

        %6$s
          # the dashboard and the metrics
          xdg-open http://localhost:%5$d/
          curl http://localhost:%5$d/metrics

          # a request with an error
          curl -i 'http://localhost:%2$d/users?porty_host=127.0.0.1'

        The access log follows. Stop with Ctrl-C.
        """
            .formatted(
                tcpPort, httpPort, ports.blue(), ports.green(), ports.admin(), https(ports)));
    out.flush();
  }
}
