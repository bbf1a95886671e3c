package io.porty.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor's connection is at, and how long it may be: a request has to be complete within
 * seconds, an answer taken within seconds. The first handler; on the endpoint's loop.
 */
final class AdminConnection extends ChannelInboundHandlerAdapter {

  /** In the order in which they give way when every place is taken. */
  enum State {
    /** Nobody knows whether it may ask: no request of it has been let in. */
    UNKNOWN,
    /** Between requests, or within the next one. */
    WAITING,
    /** Its answer is on the way to it. */
    TAKING,
    /** Its page is being made. */
    ANSWERED,
    /** Its command is being carried out: it does not give way. */
    COMMANDING
  }

  /** From the connection, or the first byte of a further request, to the end of the request. */
  static final int REQUEST_SECONDS = 5;

  /** For the whole answer: the largest are a few MB. */
  static final int ANSWER_SECONDS = 10;

  /** Between requests: browsers and scrapers ask every few seconds, or every minute. */
  static final int KEEP_ALIVE_SECONDS = 90;

  private final Consumer<AdminConnection> gone;
  private State state = State.UNKNOWN;
  private boolean inRequest = true;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> limit;

  /**
   * @param gone hears when the connection is over
   */
  AdminConnection(Consumer<AdminConnection> gone) {
    this.gone = gone;
  }

  State state() {
    return state;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    within(REQUEST_SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (!inRequest) {
      inRequest = true;
      within(REQUEST_SECONDS);
    }
    ctx.fireChannelRead(bytes);
  }

  /** A request is complete, and let in or refused. */
  void complete(boolean letIn) {
    stop();
    inRequest = true;
    state = letIn ? State.ANSWERED : state;
  }

  /** What is being answered is a command. */
  void commanding() {
    state = State.COMMANDING;
  }

  /** The answer is being sent. */
  void sending() {
    state = state == State.UNKNOWN ? State.UNKNOWN : State.TAKING;
    within(ANSWER_SECONDS);
  }

  /** The answer was taken, and there may be another request. */
  void waiting() {
    state = state == State.UNKNOWN ? State.UNKNOWN : State.WAITING;
    inRequest = state == State.UNKNOWN;
    within(inRequest ? REQUEST_SECONDS : KEEP_ALIVE_SECONDS);
  }

  boolean isHere() {
    return context != null && context.channel().isOpen();
  }

  void giveWay() {
    if (context != null) {
      context.close();
    }
  }

  private void within(int seconds) {
    stop();
    ChannelHandlerContext at = context;
    if (at != null) {
      limit = at.executor().schedule(() -> at.close(), seconds, TimeUnit.SECONDS);
    }
  }

  private void stop() {
    if (limit != null) {
      limit.cancel(false);
      limit = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    gone.accept(this);
    ctx.fireChannelInactive();
  }
}
