package io.porty.http2;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.porty.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A service of grpc-java with a method of each kind; messages are bytes. */
final class GrpcServer implements AutoCloseable {

  static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("x-binary-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** Answers with the message. */
  static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodType.UNARY);

  /** Answers with as many messages as the first byte says. */
  static final MethodDescriptor<byte[], byte[]> COUNT =
      method("Count", MethodType.SERVER_STREAMING);

  /** Answers with the number of bytes that came. */
  static final MethodDescriptor<byte[], byte[]> SUM = method("Sum", MethodType.CLIENT_STREAMING);

  /** Answers each message with itself. */
  static final MethodDescriptor<byte[], byte[]> TALK = method("Talk", MethodType.BIDI_STREAMING);

  /** Refuses, with a status, a message and trailers. */
  static final MethodDescriptor<byte[], byte[]> REFUSE = method("Refuse", MethodType.UNARY);

  /** Never answers; {@link #cancelled} tells of its end. */
  static final MethodDescriptor<byte[], byte[]> HANG = method("Hang", MethodType.UNARY);

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Server server;

  private GrpcServer(NettyServerBuilder builder) {
    try {
      server =
          builder
              .addService((BindableService) this::service)
              .addService(new HealthStatusManager().getHealthService())
              .maxInboundMessageSize(16 * 1024 * 1024)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GrpcServer plain() {
    return new GrpcServer(NettyServerBuilder.forAddress(anyPort()));
  }

  static GrpcServer secure(TestCertificate certificate) {
    return new GrpcServer(
        NettyServerBuilder.forAddress(anyPort())
            .useTransportSecurity(certificate.cert().toFile(), certificate.key().toFile()));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  int port() {
    return server.getPort();
  }

  /** Whether a hanging call has been cancelled within ten seconds. */
  boolean cancelled() throws InterruptedException {
    return cancelled.await(10, TimeUnit.SECONDS);
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("porty.Test")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (message, out) -> {
                  out.onNext(message);
                  out.onCompleted();
                }))
        .addMethod(
            COUNT,
            ServerCalls.asyncServerStreamingCall(
                (message, out) -> {
                  for (int i = 0; i < (message[0] & 0xff); i++) {
                    out.onNext(new byte[] {(byte) i});
                  }
                  out.onCompleted();
                }))
        .addMethod(SUM, ServerCalls.asyncClientStreamingCall(Summing::new))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(Talking::new))
        .addMethod(
            REFUSE,
            ServerCalls.asyncUnaryCall(
                (message, out) -> {
                  Metadata trailers = new Metadata();
                  trailers.put(BINARY, new byte[] {0, (byte) 200, 13, 10});
                  out.onError(
                      Status.FAILED_PRECONDITION
                          .withDescription("100 % no\nsecond line, ü")
                          .asRuntimeException(trailers));
                }))
        .addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
        .build();
  }

  private void hang(byte[] message, StreamObserver<byte[]> out) {
    ((ServerCallStreamObserver<byte[]>) out).setOnCancelHandler(cancelled::countDown);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setFullMethodName("porty.Test/" + name)
        .setType(type)
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Messages are bytes. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Summing implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> out;
    private int bytes;

    Summing(StreamObserver<byte[]> out) {
      this.out = out;
    }

    @Override
    public void onNext(byte[] message) {
      bytes += message.length;
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      out.onNext(Integer.toString(bytes).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      out.onCompleted();
    }
  }

  private record Talking(StreamObserver<byte[]> out) implements StreamObserver<byte[]> {

    @Override
    public void onNext(byte[] message) {
      out.onNext(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }
}
