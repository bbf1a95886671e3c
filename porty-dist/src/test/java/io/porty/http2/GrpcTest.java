package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** grpc-java's client through Porty to grpc-java's server, with TLS on both sides and without. */
@ExtendWith(LeakCensus.class)
class GrpcTest {

  enum Wire {
    H2C,
    TLS
  }

  @TempDir static Path folder;

  private static GrpcServer plainServer;
  private static GrpcServer secureServer;
  private static RunningPorty plainPorty;
  private static RunningPorty securePorty;
  private static ManagedChannel plain;
  private static ManagedChannel secure;

  @BeforeAll
  static void start() throws SSLException {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate certificate = certificates.server("localhost", "127.0.0.1");
    plainServer = GrpcServer.plain();
    secureServer = GrpcServer.secure(certificate);
    plainPorty = porty("h2c://127.0.0.1:" + plainServer.port());
    securePorty =
        porty(
            "https://localhost:" + secureServer.port(),
            "upstream_http2 = true",
            "tls = { cert = \"" + certificate.cert() + "\", key = \"" + certificate.key() + "\" }",
            "[routes.upstream_tls]",
            "ca = \"" + certificates.authority() + "\"");
    plain = channel(plainPorty).usePlaintext().build();
    secure =
        channel(securePorty)
            .sslContext(
                GrpcSslContexts.forClient().trustManager(certificates.authority().toFile()).build())
            .build();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    for (ManagedChannel channel : List.of(plain, secure)) {
      channel.shutdownNow();
      channel.awaitTermination(10, TimeUnit.SECONDS);
    }
    plainPorty.close();
    securePorty.close();
    plainServer.close();
    secureServer.close();
  }

  private static RunningPorty porty(String target, String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"grpc\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
            + target
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static NettyChannelBuilder channel(RunningPorty porty) {
    return NettyChannelBuilder.forAddress("localhost", porty.port())
        .maxInboundMessageSize(16 * 1024 * 1024);
  }

  private static ManagedChannel to(Wire wire) {
    return wire == Wire.H2C ? plain : secure;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] unary(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method) {
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, bytes("hello"));
  }

  @ParameterizedTest
  @EnumSource
  void aCallIsAnswered(Wire wire) {
    assertThat(unary(to(wire), GrpcServer.ECHO)).isEqualTo(bytes("hello"));
  }

  @ParameterizedTest
  @EnumSource
  void messagesLargerThanEveryWindowPass(Wire wire) {
    Random random = new Random(19);
    for (int i = 0; i < 10; i++) {
      byte[] message = new byte[5 * 1024 * 1024];
      random.nextBytes(message);
      byte[] answer =
          ClientCalls.blockingUnaryCall(to(wire), GrpcServer.ECHO, CallOptions.DEFAULT, message);
      assertThat(Arrays.equals(answer, message)).isTrue();
    }
  }

  /** The client's window decides, again and again, what Porty may send on. */
  @ParameterizedTest
  @ValueSource(ints = {16_384, 65_535, 100_000})
  void aSmallWindowOfTheClientStopsNothing(int window) {
    ManagedChannel channel = channel(plainPorty).usePlaintext().flowControlWindow(window).build();
    try {
      byte[] message = new byte[10 * 1024 * 1024];
      new Random(window).nextBytes(message);
      assertThat(
              ClientCalls.blockingUnaryCall(
                  channel,
                  GrpcServer.ECHO,
                  CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                  message))
          .isEqualTo(message);
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerStreams(Wire wire) {
    Iterator<byte[]> answers =
        ClientCalls.blockingServerStreamingCall(
            to(wire), GrpcServer.COUNT, CallOptions.DEFAULT, new byte[] {(byte) 250});
    List<Integer> numbers = new ArrayList<>();
    answers.forEachRemaining(answer -> numbers.add(answer[0] & 0xff));
    assertThat(numbers).hasSize(250).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void aClientStreams(Wire wire) throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<byte[]> out =
        ClientCalls.asyncClientStreamingCall(
            to(wire).newCall(GrpcServer.SUM, CallOptions.DEFAULT), answers);
    for (int i = 0; i < 100; i++) {
      out.onNext(new byte[i]);
    }
    out.onCompleted();
    assertThat(answers.next()).isEqualTo("4950");
    assertThat(answers.next()).isEqualTo("COMPLETE");
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesStreamInTurns(Wire wire) throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<byte[]> out =
        ClientCalls.asyncBidiStreamingCall(
            to(wire).newCall(GrpcServer.TALK, CallOptions.DEFAULT), answers);
    for (int i = 0; i < 50; i++) {
      out.onNext(bytes("message " + i));
      assertThat(answers.next()).isEqualTo("message " + i);
    }
    out.onCompleted();
    assertThat(answers.next()).isEqualTo("COMPLETE");
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalKeepsStatusMessageAndTrailers(Wire wire) {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> unary(to(wire), GrpcServer.REFUSE));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("100 % no\nsecond line, ü");
    assertThat(refusal.getTrailers().get(GrpcServer.BINARY))
        .isEqualTo(new byte[] {0, (byte) 200, 13, 10});
  }

  @ParameterizedTest
  @EnumSource
  void manyCallsShareAConnection(Wire wire) throws Exception {
    List<Future<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ClientCall<byte[], byte[]> call = to(wire).newCall(GrpcServer.ECHO, CallOptions.DEFAULT);
      calls.add(ClientCalls.futureUnaryCall(call, bytes("call " + i)));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(bytes("call " + i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHealthCheckPasses(Wire wire) {
    HealthCheckResponse health =
        HealthGrpc.newBlockingStub(to(wire)).check(HealthCheckRequest.getDefaultInstance());
    assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  @Test
  void aCancelledCallIsCancelledAtTheBackend() throws InterruptedException {
    try (GrpcServer server = GrpcServer.plain();
        RunningPorty porty = porty("h2c://127.0.0.1:" + server.port())) {
      ManagedChannel channel = channel(porty).usePlaintext().build();
      try {
        assertThatThrownBy(
                () ->
                    ClientCalls.blockingUnaryCall(
                        channel,
                        GrpcServer.HANG,
                        CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS),
                        bytes("")))
            .hasMessageContaining("DEADLINE_EXCEEDED");
        assertThat(server.cancelled()).isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void aBackendThatIsDownIsUnavailable() {
    int unused;
    try (Http2Backend gone = Http2Backend.ok("")) {
      unused = gone.port();
    }
    try (RunningPorty porty = porty("h2c://127.0.0.1:" + unused, "max_retries = 0")) {
      expect(porty, Status.Code.UNAVAILABLE, "Backend connection failed");
    }
  }

  @Test
  void aBackendOfHttp1IsUnavailable() {
    try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        RunningPorty porty = porty("127.0.0.1:" + backend.port())) {
      expect(porty, Status.Code.UNAVAILABLE, "the backend does not speak HTTP/2");
      assertThat(backend.requests()).isEmpty();
    }
  }

  @Test
  void aHostWithoutARouteIsUnimplemented() {
    try (RunningPorty porty = porty("h2c://127.0.0.1:1", "host = \"other.test\"")) {
      expect(porty, Status.Code.UNIMPLEMENTED, "No route serves this host");
    }
  }

  @Test
  void aCallWithoutTargetIsInternal() {
    try (RunningPorty porty = RunningPorty.dynamic()) {
      expect(porty, Status.Code.INTERNAL, "Missing porty_host and porty_port");
    }
  }

  private static void expect(RunningPorty porty, Status.Code code, String message) {
    ManagedChannel channel = channel(porty).usePlaintext().build();
    try {
      StatusRuntimeException refusal =
          catchThrowableOfType(StatusRuntimeException.class, () -> unary(channel, GrpcServer.ECHO));
      assertThat(refusal.getStatus().getCode()).isEqualTo(code);
      assertThat(refusal.getStatus().getDescription()).contains(message);
    } finally {
      channel.shutdownNow();
    }
  }

  /** What a stream brings, in order; the last is COMPLETE or the failure. */
  private static final class Answers implements StreamObserver<byte[]> {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void onNext(byte[] message) {
      all.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void onError(Throwable failure) {
      all.add(failure.toString());
    }

    @Override
    public void onCompleted() {
      all.add("COMPLETE");
    }

    String next() throws InterruptedException {
      String next = all.poll(10, TimeUnit.SECONDS);
      return next == null ? "NOTHING" : next;
    }
  }
}
