package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.ProxyFacts;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.ConnectionLimits;
import io.porty.api.mode.Relay;
import io.porty.api.mode.RouteMeter;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.config.HttpRoutes;
import io.porty.mode.http.edit.ConnectionHeader;
import io.porty.mode.http.exchange.ExchangeFactory;
import io.porty.mode.http.exchange.ExchangeLoop;
import io.porty.mode.http.exchange.RoutePools;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import io.porty.mode.http.listener.LoopClock;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;
import io.porty.mode.http.pool.UpstreamLimits;
import io.porty.mode.http.pool.UpstreamPool;
import io.porty.mode.http.stream.BulkSink;
import io.porty.mode.http.stream.ClientStream;
import io.porty.mode.http.stream.UpstreamStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * An exchange between two streams that are no HTTP/1: whoever speaks another wire implements {@link
 * ClientStream} and {@link UpstreamStream}, and nothing else.
 */
class MultiplexedStreamTest {

  private static final HeadLimits LIMITS = new HeadLimits(1000, 4000, 50);

  private static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static String text(HeadWriter head) {
    return new String(head.bytes(), 0, head.length(), StandardCharsets.ISO_8859_1);
  }

  /** A client's stream that notes what it is told. */
  private final class Client implements ClientStream {
    private final List<String> told = new ArrayList<>();

    @Override
    public Conduit connection() {
      return new SideConduit(world.client());
    }

    @Override
    public SocketAddress peer() {
      return InetSocketAddress.createUnresolved("192.0.2.1", 4711);
    }

    @Override
    public @Nullable SocketAddress relay() {
      return null;
    }

    @Override
    public @Nullable ProxyFacts proxy() {
      return null;
    }

    @Override
    public SocketAddress local() {
      return peer();
    }

    @Override
    public @Nullable TlsSession tls() {
      return null;
    }

    @Override
    public ByteBufAllocator allocator() {
      return ByteBufAllocator.DEFAULT;
    }

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public void routed(HttpRoute route) {}

    @Override
    public void resumeBody() {}

    @Override
    public void moveBodyTo(BulkSink sink) {}

    @Override
    public boolean takesInterim() {
      return true;
    }

    @Override
    public Framing outgoing(Framing in) {
      return in;
    }

    @Override
    public ConnectionHeader connectionHeader(Framing out) {
      return ConnectionHeader.NONE;
    }

    @Override
    public void interim(HeadWriter head) {
      told.add("interim");
    }

    @Override
    public void reply(HeadWriter message) {
      told.add("reply " + text(message).substring(9, 12));
    }

    @Override
    public void respond(HeadWriter head, Framing out, int bytesAfterHead) {
      told.add("head " + text(head).substring(9, 12) + " " + out);
    }

    @Override
    public void data(ByteBuf in, int length) {
      told.add("data " + text(in.readSlice(length)));
    }

    @Override
    public void end(@Nullable HeadWriter trailers) {
      told.add("end");
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public long bytesBeforeWritable() {
      return 0;
    }

    @Override
    public @Nullable BulkSink bulkSink() {
      return null;
    }

    @Override
    public void finished() {
      told.add("finished");
    }

    @Override
    public void reset() {
      told.add("reset");
    }

    @Override
    public void close() {
      told.add("close");
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void upgrade(UpstreamStream.Detached upstream, Duration idle, Relay.End end) {
      told.add("upgrade");
    }
  }

  /** A backend's stream that keeps what it is sent. */
  private static final class Upstream extends PooledConnection {
    private final StringBuilder sent = new StringBuilder();
    private @Nullable Handler handler;

    Upstream(TargetPool pool) {
      super(pool);
    }

    @Override
    public boolean isReused() {
      return false;
    }

    @Override
    public void assign(Handler to) {
      handler = to;
    }

    @Override
    public void bindToClient() {}

    @Override
    public void retire() {}

    @Override
    public void send(ByteBuf head, Framing out) {
      sent.append(text(head));
      head.release();
    }

    @Override
    public void data(ByteBuf in, int length) {
      sent.append(text(in.readSlice(length)));
    }

    @Override
    public void end(@Nullable HeadWriter trailers) {
      sent.append("<end>");
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public @Nullable BulkSink bulkSink() {
      return null;
    }

    @Override
    public void setReading(boolean wanted) {}

    @Override
    public void moveBodyTo(BulkSink sink) {}

    @Override
    public boolean isIdle() {
      return true;
    }

    @Override
    public boolean isBound() {
      return false;
    }

    @Override
    public boolean release(boolean requestComplete) {
      return requestComplete;
    }

    @Override
    public void close() {
      pool().gone(this);
    }
  }

  private final World world = new World();
  private final List<Upstream> upstreams = new ArrayList<>();
  private final HeadParser parser = HeadParser.forRequests(LIMITS);
  private final RequestHead head = new RequestHead(parser);
  private final Client client = new Client();
  private final ClientStream.Handler exchange = new ExchangeFactory(exchanges()).open(client);

  private ExchangeLoop exchanges() {
    LoopClock clock = new LoopClock(world.eventLoops().get(0));
    UpstreamPool pool =
        new UpstreamPool(
            clock,
            world,
            (channel, of) -> {
              Upstream made = new Upstream(of);
              upstreams.add(made);
              return made;
            },
            new UpstreamLimits(10, 10, 100, 10),
            new ConnectionLimits(0, 0),
            RouteMeter.OFF);
    return new ExchangeLoop(
        clock,
        new HttpRoutes(world.routes(), "model", null),
        LIMITS,
        List.of(new RoutePools(pool, null)),
        List.of(RouteMeter.OFF),
        count -> 1);
  }

  private void parse(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(parser.request(bytes, bytes.length)).isPositive();
    assertThat(head.read()).isNull();
  }

  private UpstreamStream.Handler backend() {
    UpstreamStream.Handler handler = upstreams.get(0).handler;
    assertThat(handler).isNotNull();
    return handler;
  }

  private static ResponseHead response(String text) {
    HeadParser responses = HeadParser.forResponses(LIMITS);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(responses.response(bytes, bytes.length)).isPositive();
    ResponseHead response = new ResponseHead(responses);
    response.read();
    return response;
  }

  @Test
  void passesARequestAndItsAnswer() {
    parse("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
    exchange.request(head, Framing.CONTENT_LENGTH, 3);
    world.connect();
    ByteBuf body = Unpooled.copiedBuffer("abc", StandardCharsets.ISO_8859_1);
    exchange.body().requestData(body, 3);
    exchange.body().requestEnded(new byte[0], 0);
    assertThat(upstreams.get(0).sent).startsWith("POST /x HTTP/1.1\r\nHost: backend.example\r\n");
    assertThat(upstreams.get(0).sent).endsWith("\r\n\r\nabc<end>");

    ResponseHead ok = response("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    backend().response(ok, Framing.CONTENT_LENGTH, 2, 0);
    backend().responseData(Unpooled.copiedBuffer("ok", StandardCharsets.ISO_8859_1), 2);
    backend().responseEnded(new byte[0], 0);
    assertThat(client.told)
        .containsExactly("head 200 CONTENT_LENGTH", "data ok", "end", "finished");
  }

  /** By then the parser has seen another request. */
  @Test
  void keepsTheHeadForADecisionThatComesLater() {
    CompletableFuture<Decision> later = new CompletableFuture<>();
    world.decides = () -> new RouteAnswer.Async(later);
    parse("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
    exchange.request(head, Framing.NONE, -1);
    parse("GET /second HTTP/1.1\r\nHost: b\r\n\r\n");
    later.complete(Decision.to(new Target("late.example", 80), "later"));
    world.connect();
    assertThat(upstreams.get(0).sent)
        .startsWith("GET /first HTTP/1.1\r\nHost: late.example\r\n")
        .contains("X-Forwarded-Host: a\r\n");
  }

  @Test
  void answersAFailureAndResetsWhatHasBegun() {
    parse("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    exchange.request(head, Framing.NONE, -1);
    world.refuse();
    assertThat(client.told).containsExactly("reply 502", "finished");

    client.told.clear();
    exchange.request(head, Framing.NONE, -1);
    world.connect();
    ResponseHead ok = response("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    backend().response(ok, Framing.CONTENT_LENGTH, 2, 0);
    backend().failed(Failure.upstream(FailureCode.TRUNCATED_RESPONSE, "gone"));
    assertThat(client.told).containsExactly("head 200 CONTENT_LENGTH", "reset");
  }

  @Test
  void givesUpWhenTheClientIsGone() {
    parse("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    exchange.request(head, Framing.NONE, -1);
    assertThat(world.isDialing()).isTrue();
    exchange.clientGone();
    assertThat(world.isDialing()).isFalse();
    assertThat(client.told).isEmpty();
  }
}
