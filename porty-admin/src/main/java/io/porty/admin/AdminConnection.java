package io.porty.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the state of one client connection and closes it on a timeout: a request must be complete,
 * and a response read, within seconds. The first handler of the pipeline; runs on the endpoint's
 * event loop.
 */
final class AdminConnection extends ChannelInboundHandlerAdapter {

  /** In the order of eviction when the maximum of connections is reached. */
  enum State {
    /** No request has been authorized yet. */
    UNKNOWN,
    /** Between requests, or receiving the next one. */
    IDLE,
    /** The response is being sent. */
    SENDING,
    /** The response is being created. */
    PROCESSING,
    /** A command is running; never evicted. */
    RUNNING_COMMAND
  }

  /** From the accept, or the first byte of a further request, to the complete request. */
  static final int REQUEST_SECONDS = 5;

  /** Time limit for sending a response; the largest are a few MB. */
  static final int RESPONSE_SECONDS = 10;

  /** Keep-alive between requests: browsers and scrapers poll every few seconds or every minute. */
  static final int KEEP_ALIVE_SECONDS = 90;

  private final Consumer<AdminConnection> onClosed;
  private State state = State.UNKNOWN;
  private boolean inRequest = true;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> timeout;

  /**
   * @param onClosed called when the connection is closed
   */
  AdminConnection(Consumer<AdminConnection> onClosed) {
    this.onClosed = onClosed;
  }

  State state() {
    return state;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    startTimeout(REQUEST_SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (!inRequest) {
      inRequest = true;
      startTimeout(REQUEST_SECONDS);
    }
    ctx.fireChannelRead(bytes);
  }

  /** A request is complete and authorized, or rejected. */
  void requestComplete(boolean authorized) {
    cancelTimeout();
    inRequest = true;
    state = authorized ? State.PROCESSING : state;
  }

  /** The request is a command. */
  void commandStarted() {
    state = State.RUNNING_COMMAND;
  }

  /** Sending the response begins. */
  void responseStarted() {
    state = state == State.UNKNOWN ? State.UNKNOWN : State.SENDING;
    startTimeout(RESPONSE_SECONDS);
  }

  /** The response is sent and the connection waits for another request. */
  void responseSent() {
    state = state == State.UNKNOWN ? State.UNKNOWN : State.IDLE;
    inRequest = state == State.UNKNOWN;
    startTimeout(inRequest ? REQUEST_SECONDS : KEEP_ALIVE_SECONDS);
  }

  boolean isOpen() {
    return context != null && context.channel().isOpen();
  }

  void close() {
    if (context != null) {
      context.close();
    }
  }

  private void startTimeout(int seconds) {
    cancelTimeout();
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      timeout = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelTimeout();
    onClosed.accept(this);
    ctx.fireChannelInactive();
  }
}
