package io.porty.net.opening;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.route.ClientHello;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.TlsFailure;
import io.porty.net.tls.TlsFailure.Reason;
import io.porty.net.tls.TlsHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens one accepted connection: reads the hello, chooses the certificate, and has the handshake
 * held, all within one deadline. Until then it is the last handler of the channel; the mode sees
 * the connection afterwards. On the channel's event loop.
 */
public final class Opening extends ChannelInboundHandlerAdapter implements HandshakeListener {

  /** Its name in the pipeline. */
  public static final String NAME = "opening";

  private static final int ALERT = 21;
  private static final int FATAL = 2;
  private static final int DECODE_ERROR = 50;

  private final Channel channel;
  private final TlsRules rules;
  private final HandshakeScheduler scheduler;
  private final OpeningListener listener;
  private final FirstBytes first = new FirstBytes();
  private final HandshakeOrigin origin;
  private @Nullable Runnable entering;
  private @Nullable Runnable turn;
  private @Nullable Future<?> deadline;
  private String clientRules = "";
  private long helloNanos;
  private boolean entered;
  private boolean choosing;
  private boolean over;

  public Opening(
      Channel channel, TlsRules rules, HandshakeScheduler scheduler, OpeningListener listener) {
    this.channel = channel;
    this.rules = rules;
    this.scheduler = scheduler;
    this.listener = listener;
    this.origin = HandshakeOrigin.of(rules, ConnectionFacts.clientOf(channel));
  }

  /**
   * @param limit for everything before the mode
   * @param read what was read of it already; owned by this from here on. Null if nothing
   */
  public void begin(Duration limit, @Nullable ByteBuf read) {
    if (read != null) {
      first.add(read);
    }
    channel.pipeline().addLast(NAME, this);
    deadline =
        channel
            .eventLoop()
            .schedule(
                () -> fail(new TlsFailure(late(), "")), limit.toMillis(), TimeUnit.MILLISECONDS);
    channel.config().setAutoRead(true);
    if (first.length() > 0) {
      examine();
    }
  }

  private Reason late() {
    boolean limited =
        turn != null
            ? scheduler.keepsFromComputing()
            : entering != null && !entered && scheduler.keepsFromEntering(origin, entering);
    return limited ? Reason.RATE_LIMITED : Reason.TIMEOUT;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (over) {
      data.release();
      return;
    }
    first.add(data);
    if (!choosing) {
      examine();
    }
  }

  private void examine() {
    ClientHello hello = ClientHello.read(first);
    switch (hello.state()) {
      case INCOMPLETE -> {
        if (first.length() > FirstBytes.MAX) {
          alert(DECODE_ERROR, new TlsFailure(Reason.PROTOCOL_ERROR, "the hello is too long"));
        }
      }
      case NOT_TLS -> notTls();
      case COMPLETE -> {
        choosing = true;
        helloNanos = System.nanoTime();
        channel.config().setAutoRead(false);
        guarded(() -> begin(hello));
      }
    }
  }

  /** A request of HTTP begins with the name of a method; a TLS record with a small number. */
  private void notTls() {
    byte letter = first.at(0);
    int alert = MalformedHello.alert(first);
    if (alert != MalformedHello.NO_ALERT) {
      alert(alert, new TlsFailure(Reason.PROTOCOL_ERROR, "a malformed hello"));
      return;
    }
    ByteBuf bytes = letter >= 'A' && letter <= 'Z' ? first.giveAway() : null;
    if (bytes == null) {
      fail(new TlsFailure(Reason.NOT_TLS, ""));
    } else if (leave()) {
      channel.config().setAutoRead(false);
      listener.plainHttp(bytes);
    } else {
      bytes.release();
    }
  }

  /** What costs nothing is done at once; a handshake waits for a slot, and then for its turn. */
  private void begin(ClientHello hello) {
    TlsRules.Choice choice = rules.choose(hello);
    if (choice instanceof TlsRules.Serve) {
      Runnable own = () -> guarded(() -> enter(hello));
      entering = own;
      scheduler.enter(origin, own);
    } else {
      act(choice, hello);
    }
  }

  private void enter(ClientHello hello) {
    entered = true;
    Runnable own = () -> guarded(() -> choose(hello));
    turn = own;
    scheduler.compute(origin, own);
  }

  /** Chosen again: certificates may have changed while it waited. */
  private void choose(ClientHello hello) {
    turn = null;
    if (!over) {
      act(rules.choose(hello), hello);
    }
  }

  private void act(TlsRules.Choice choice, ClientHello hello) {
    if (choice instanceof TlsRules.Refuse refuse) {
      alert(refuse.alert(), refuse.failure());
    } else if (choice instanceof TlsRules.Serve serve) {
      handshake(serve, hello.serverName().orElse(null));
    } else {
      passThrough();
    }
  }

  private void passThrough() {
    ByteBuf bytes = first.giveAway();
    if (bytes != null && leave()) {
      channel.config().setAutoRead(false);
      listener.passThrough(bytes);
    }
  }

  private void handshake(TlsRules.Serve serve, @Nullable String serverName) {
    clientRules = serve.clientRules();
    TlsHandler handler = serve.context().newHandler(channel, serve.credential(), serverName, this);
    channel.pipeline().addFirst(TlsHandler.NAME, handler);
    channel.config().setAutoRead(true);
    ByteBuf hello = first.giveAway();
    if (hello != null) {
      channel.pipeline().fireChannelRead(hello);
      channel.pipeline().fireChannelReadComplete();
    }
  }

  @Override
  public void completed(TlsSession session) {
    if (session.resumed()) {
      scheduler.resumed(origin);
    }
    if (leave()) {
      channel.config().setAutoRead(false);
      listener.opened(session.under(clientRules), System.nanoTime() - helloNanos);
    }
  }

  @Override
  public void failed(TlsFailure failure) {
    fail(failure);
  }

  private void alert(int description, TlsFailure failure) {
    if (leave()) {
      ByteBuf alert =
          Unpooled.wrappedBuffer(new byte[] {ALERT, 3, 3, 0, 2, FATAL, (byte) description});
      channel.writeAndFlush(alert).addListener(ChannelFutureListener.CLOSE);
      listener.failed(failure);
    }
  }

  private void fail(TlsFailure failure) {
    if (leave()) {
      channel.close();
      listener.failed(failure);
    }
  }

  /** Ends it; false if it has ended before. */
  private boolean leave() {
    if (over) {
      return false;
    }
    over = true;
    first.drop();
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (entered) {
      scheduler.leave(origin);
    } else if (entering != null) {
      scheduler.cancelEntering(origin, entering);
    }
    if (turn != null) {
      scheduler.cancelTurn(origin, turn);
    }
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
    }
    return true;
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      fault(e);
    }
  }

  /** Reported although the opening has ended: then it came from whoever heard of its end. */
  private void fault(Throwable cause) {
    leave();
    channel.close();
    listener.fault(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new TlsFailure(Reason.CLOSED, ""));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      fail(new TlsFailure(Reason.CLOSED, String.valueOf(cause.getMessage())));
    } else {
      fault(cause);
    }
  }
}
