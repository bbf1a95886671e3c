package io.porty.mode.http.h1;

import io.netty.buffer.ByteBuf;
import io.porty.api.FailureCode;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the head that was parsed last begins: a request with the framing of its body, which
 * is determined here once, an error, or HTTP/2. On the connection's event loop.
 */
final class H1RequestStart {

  private final H1ServerStream stream;
  private final H1LoopState loop;

  H1RequestStart(H1ServerStream stream, H1LoopState loop) {
    this.stream = stream;
    this.loop = loop;
  }

  /**
   * Whether refused bytes are HTTP/2's preface, or the first of it, where it may come: as the first
   * bytes of a connection without TLS.
   */
  boolean mayBeHttp2(ByteBuf in) {
    return loop.preface() != null
        && stream.finishedExchanges() == 0
        && stream.tls() == null
        && Http2Preface.begins(in);
  }

  /** The parser has refused the head. */
  void malformed() {
    stream.beginRejected(null, loop.parser().error(), loop.parser().fault());
  }

  /**
   * The head is complete.
   *
   * @param rejection the error that answers it in any case; null if the connection is served
   * @return whether the bytes after the head are processed
   */
  boolean complete(@Nullable FailureCode rejection) {
    RequestHead head = loop.request();
    FailureCode problem = head.read();
    int at = head.problemAt();
    if (rejection != null) {
      stream.beginRejected(head, rejection, "");
      return false;
    }
    if (problem == null) {
      HeadParser parser = head.parser();
      problem = loop.framing().request(parser.bytes(), parser.fields(), parser.minor());
      at = loop.framing().problemAt();
    }
    if (problem != null) {
      stream.beginRejected(head, problem, at < 0 ? "" : loop.parser().excerpt(at));
    } else {
      stream.begin(head, loop.framing());
    }
    return true;
  }
}
