package io.porty.cli;

import io.porty.engine.StartException;
import io.porty.load.Load;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.LoadServer;
import io.porty.load.tls.TlsProblem;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty bench}: load-tests one address and prints throughput and latencies. */
@Command(
    name = "bench",
    description = {
      "Load-test a URL: at full speed or at a fixed rate.",
      "  porty bench http://localhost:9090/ -c 64 -d 10",
      "  porty bench http://localhost:9090/ --rate 5000 -d 30",
      "  porty bench http://localhost:9090/ --http2 -c 8 --streams 32",
      "  porty bench https://localhost:8443/ --ca local",
      "  porty bench tcp://localhost:8080 --size 64        (the server must echo what it receives)",
      ""
    })
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "URL",
      description = "http[s]://HOST[:PORT][/PATH], or tcp://HOST:PORT, tls://HOST:PORT")
  private String url = "";

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Connections (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that generate the load (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Duration of the measurement (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = {"-w", "--warm-up"},
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Load before the measurement, not counted (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Requests per second, on a fixed schedule; latency counts from the scheduled time. 0: full speed")
  private double rate;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Time limit of a response (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(
      names = "--http2",
      description = "HTTP/2; http: by prior knowledge, https: the server must choose it by ALPN")
  private boolean http2;

  @Option(
      names = {"-m", "--streams"},
      paramLabel = "N",
      defaultValue = "1",
      description =
          "With --http2: concurrent streams of each connection, at most as many as the server allows (default: ${DEFAULT-VALUE})")
  private int streams;

  @Mixin private BenchTlsOptions tlsOptions = new BenchTlsOptions();

  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      description = "HTTP method (default: GET, or POST with --body)")
  private @Nullable String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "An additional header field; may be repeated")
  private List<String> headers = new ArrayList<>();

  @Option(names = "--body", paramLabel = "TEXT", description = "Body of each HTTP request")
  private @Nullable String body;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "64",
      description =
          "Size of each message to tcp:// and tls://, sent and echoed (default: ${DEFAULT-VALUE})")
  private int size;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not print a progress line each second")
  private boolean quiet;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws Exception {
    requireMin("--connections", connections, 1);
    requireMin("--threads", threads, 1);
    requireMin("--duration", seconds, 1);
    requireMin("--warm-up", warmUp, 0);
    requireMin("--timeout", timeout, 1);
    requireMin("--size", size, 1);
    requireMin("--streams", streams, 1);
    if (streams > 1 && !http2) {
      throw new ParameterException(
          spec.commandLine(), "--streams is for --http2; HTTP/1.1 has one request at a time");
    }
    if (!(rate >= 0) || rate > 10_000_000) {
      throw new ParameterException(
          spec.commandLine(), "--rate is " + rate + "; expected 0 to 10,000,000 per second");
    }
    BenchTarget target = target();
    try (LoadServer server = server(target)) {
      return run(target, server);
    }
  }

  private int run(BenchTarget target, LoadServer server)
      throws InterruptedException, StartException {
    LoadPlan plan =
        new LoadPlan(
            server,
            target.traffic(),
            connections,
            Math.min(threads, connections),
            rate,
            Duration.ofSeconds(warmUp),
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(timeout));
    PrintWriter err = spec.commandLine().getErr();
    LoadResult result =
        new Load(plan).run(second -> BenchReport.progress(quiet ? null : err, second));
    TlsProblem refusal = result.refusal();
    if (refusal != null) {
      throw BenchTlsReport.failure(target, refusal);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (tlsOptions.insecure) {
      out.println("warning: the server's certificate is not verified (--insecure)");
    }
    BenchReport.print(out, url, result);
    return result.answers() == 0 ? StartException.FAILED : 0;
  }

  private void requireMin(String option, int value, int min) {
    if (value < min) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; expected " + min + " or more");
    }
  }

  private BenchTarget target() {
    try {
      BenchRequest request = new BenchRequest(method, headers, body, http2 ? streams : 0);
      return BenchTarget.of(url, request, size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private LoadServer server(BenchTarget target) {
    try {
      InetSocketAddress address = resolve(target);
      if (target.isSecure()) {
        return BenchTls.server(target, address, tlsOptions);
      }
      tlsOptions.requireNone();
      return LoadServer.plain(address);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private InetSocketAddress resolve(BenchTarget target) {
    try {
      return new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
    } catch (UnknownHostException e) {
      throw new ParameterException(spec.commandLine(), "cannot resolve " + target.host());
    }
  }
}
