package io.porty.mode.http.grpc;

import io.netty.buffer.ByteBuf;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC call: its deadline, where its response is between two messages, and its status. On the
 * event loop of its exchange.
 */
public final class GrpcCall {

  private static final byte[] CONTENT_TYPE = Ascii.bytes("application/grpc");
  private static final String TIMEOUT = "grpc-timeout";

  private final GrpcMessages messages = new GrpcMessages();
  private final long timeoutMillis;
  private boolean lengthDeclared;
  private int status = -1;

  private GrpcCall(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * The call of a request head; null if it is none: its content-type is not {@code
   * application/grpc}, with or without a suffix. gRPC-Web is no gRPC.
   */
  public static @Nullable GrpcCall of(HeadParser parser) {
    HeaderSpans fields = parser.fields();
    byte[] b = parser.bytes();
    long timeout = -1;
    boolean found = false;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == HeaderName.CONTENT_TYPE) {
        found = isGrpc(b, fields.valueStart(i), fields.valueEnd(i));
      } else if (Ascii.equalsIgnoreCase(b, fields.nameStart(i), fields.nameEnd(i), TIMEOUT)) {
        timeout = GrpcTimeout.millis(b, fields.valueStart(i), fields.valueEnd(i));
      }
    }
    return found ? new GrpcCall(timeout) : null;
  }

  private static boolean isGrpc(byte[] b, int start, int end) {
    int after = start + CONTENT_TYPE.length;
    return end >= after
        && Ascii.equalsIgnoreCase(b, start, after, CONTENT_TYPE)
        && (end == after || b[after] == '+' || b[after] == ';' || b[after] == ' ');
  }

  /** What the client grants the call, in milliseconds; -1 if it does not say. */
  public long timeoutMillis() {
    return timeoutMillis;
  }

  /** The status that the client got; -1 if none is known. */
  public int status() {
    return status;
  }

  /**
   * The response's head has come.
   *
   * @param length declared; -1 if it is not
   */
  public void responded(HeadParser parser, long length) {
    lengthDeclared = length >= 0;
    status = GrpcStatus.of(parser);
  }

  /** {@code count} bytes of the response at the buffer's reader index. */
  public void passed(ByteBuf in, int count) {
    messages.passed(in, count);
  }

  /** The trailers of the response have come. */
  public void ended(HeadParser trailers) {
    status = GrpcStatus.of(trailers);
  }

  /**
   * Whether a failure can end the response with a status: its cause is not the client, and no
   * message is cut.
   */
  public boolean mayEnd(Failure failure) {
    return failure.side() != Failure.Side.CLIENT && !lengthDeclared && messages.isBetween();
  }

  /** Sets the status of a failure. */
  public void fail(Failure failure) {
    boolean late = failure.code() == FailureCode.RESPONSE_TIMEOUT && timeoutMillis >= 0;
    status = late ? GrpcStatus.DEADLINE_EXCEEDED : GrpcStatus.of(failure.code().status());
  }

  /** The trailers that end a response with the status of a failure, with their empty line. */
  public HeadWriter trailers(HeadWriter out, Failure failure) {
    fail(failure);
    write(out.clear(), failure.code().reason());
    return out.line();
  }

  /** Sets the status that stands for an HTTP status. */
  public void refuse(int httpStatus) {
    status = GrpcStatus.of(httpStatus);
  }

  /**
   * Writes the lines of the status.
   *
   * @param message what the status is about
   */
  public void write(HeadWriter out, String message) {
    out.put("grpc-status: ").put(status).line();
    out.put("grpc-message: ").put(GrpcText.encode(message)).line();
  }
}
