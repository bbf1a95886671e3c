package io.porty.mode.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a client or backend of HTTP/2 reads in Porty's bytes; header blocks by Netty. */
final class Http2Answers {

  private static final int HEADER_BYTES = 9;

  /**
   * A frame.
   *
   * @param head of HEADERS, decoded: status or path, and fields; or the fields of trailers
   */
  record Frame(int type, int flags, int stream, byte[] payload, String head) {

    boolean ends() {
      return (type == 0 || type == 1) && (flags & 1) != 0;
    }

    boolean isAck() {
      return (flags & 1) != 0;
    }

    /** The error of RST_STREAM or GOAWAY. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == 7 ? 4 : 0);
    }

    int number() {
      return ByteBuffer.wrap(payload).getInt(0);
    }

    @Override
    public String toString() {
      String what =
          switch (type) {
            case 0 -> "DATA " + stream + " " + payload.length;
            case 1 -> "HEADERS " + stream + " " + head;
            case 3 -> "RST " + stream + " " + error();
            case 4 -> "SETTINGS" + (isAck() ? " ACK" : "");
            case 6 -> isAck() ? "PONG" : "PING";
            case 7 -> "GOAWAY " + error() + " " + number();
            case 8 -> "WINDOW " + stream + " " + number();
            default -> "FRAME " + type;
          };
      return what + (ends() ? " END" : "");
    }
  }

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private int at;

  Http2Answers() {
    this(0);
  }

  /**
   * @param preface bytes that come before the first frame
   */
  Http2Answers(int preface) {
    at = preface;
  }

  /** The complete frames behind those that were read before. */
  List<Frame> read(byte[] sent) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(sent);
    while (sent.length - at >= HEADER_BYTES) {
      int length = in.getInt(at) >>> 8;
      int end = at + HEADER_BYTES + length;
      if (end > sent.length) {
        break;
      }
      byte[] payload = new byte[length];
      in.get(at + HEADER_BYTES, payload);
      int type = sent[at + 3];
      int stream = in.getInt(at + 5);
      String head = type == 1 ? head(stream, payload) : "";
      frames.add(new Frame(type, sent[at + 4], stream, payload, head));
      at = end;
    }
    return frames;
  }

  /** Whether bytes are left that are no complete frame. */
  boolean isWithinFrame(byte[] sent) {
    return at != sent.length;
  }

  private String head(int stream, byte[] block) {
    try {
      Http2Headers headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
      StringBuilder text = new StringBuilder(headers.status() == null ? "-" : headers.status());
      if (headers.path() != null) {
        text.append(' ').append(headers.path());
      }
      headers.forEach(
          field -> {
            String name = field.getKey().toString();
            if (!name.startsWith(":") && !name.equals("date")) {
              text.append(' ').append(name).append('=').append(field.getValue());
            }
          });
      return text.toString();
    } catch (Http2Exception e) {
      throw new AssertionError("malformed header block", e);
    }
  }

  /** Content as text. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
