package io.porty.mode.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Netty's codec reads in a stream of bytes. */
final class SecondOpinion {

  /** One message; {@code complete} if its end was there. */
  static final class Message {
    final String startLine;
    final StringBuilder body = new StringBuilder();
    boolean complete;

    Message(String startLine) {
      this.startLine = startLine;
    }

    @Override
    public String toString() {
      return startLine + " \"" + body + (complete ? "\"" : "\" (cut)");
    }
  }

  private SecondOpinion() {}

  static List<Message> requests(byte[] stream) {
    return read(stream, new HttpRequestDecoder(), false);
  }

  /**
   * @param ended whether the stream ended in order, which ends a body without a length
   */
  static List<Message> responses(byte[] stream, boolean ended) {
    return read(stream, new HttpResponseDecoder(), ended);
  }

  private static List<Message> read(byte[] stream, ChannelHandler decoder, boolean ended) {
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    channel.writeInbound(Unpooled.wrappedBuffer(stream));
    List<Message> messages = new ArrayList<>();
    drain(channel, messages);
    if (ended) {
      channel.finish();
      drain(channel, messages);
    }
    channel.finishAndReleaseAll();
    return messages;
  }

  private static void drain(EmbeddedChannel channel, List<Message> messages) {
    for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
      if (part.decoderResult().isFailure()) {
        throw new AssertionError("not HTTP: " + part, part.decoderResult().cause());
      }
      if (part instanceof HttpMessage head) {
        messages.add(new Message(line(head)));
      }
      Message last = messages.get(messages.size() - 1);
      if (part instanceof HttpContent content) {
        last.body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        content.release();
      }
      last.complete = part instanceof LastHttpContent;
    }
  }

  private static String line(HttpMessage head) {
    return head instanceof HttpRequest request
        ? request.method() + " " + request.uri()
        : String.valueOf(((HttpResponse) head).status().code());
  }
}
