package io.porty.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's connection. Requests are answered one by one, by a thread that may wait; nothing
 * more is read meanwhile.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final String CSP =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final AdminPages pages;

  /** Says why a visitor is not answered. */
  interface Guard {
    @Nullable AdminResponse refusal(Channel visitor, HttpRequest request);
  }

  private final Guard guard;
  private final AdminThreads threads;
  private final AdminConnection visit;

  AdminHandler(AdminPages pages, Guard guard, AdminThreads threads, AdminConnection visit) {
    this.pages = pages;
    this.guard = guard;
    this.threads = threads;
    this.visit = visit;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    ctx.channel().config().setAutoRead(false);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (request.decoderResult().isFailure()) {
      visit.complete(false);
      send(ctx, AdminResponse.text(400, "This is no HTTP request\n"), false, head);
      return;
    }
    AdminResponse refusal = guard.refusal(ctx.channel(), request);
    visit.complete(refusal == null);
    if (refusal != null) {
      send(ctx, refusal, keepAlive, head);
      return;
    }
    QueryStringDecoder target;
    AdminRequest ask;
    try {
      target = new QueryStringDecoder(request.uri());
      ask =
          new AdminRequest(
              head ? "GET" : request.method().name(),
              target.path(),
              target.parameters(),
              request.headers().get(HttpHeaderNames.ACCEPT, ""));
    } catch (IllegalArgumentException e) {
      send(ctx, AdminResponse.text(400, "The target cannot be decoded\n"), false, head);
      return;
    }
    try {
      AdminThreads.Work work = pages.work(ask);
      if (work == AdminThreads.Work.COMMAND) {
        visit.commanding();
      }
      threads.of(work).execute(() -> answer(ctx, ask, keepAlive, head));
    } catch (RejectedExecutionException e) {
      send(ctx, AdminResponse.text(503, "Too many ask at once\n"), false, head);
    }
  }

  /** On a thread that may wait. */
  private void answer(
      ChannelHandlerContext ctx, AdminRequest ask, boolean keepAlive, boolean head) {
    AdminResponse answer = pages.answer(ask);
    try {
      ctx.executor().execute(() -> send(ctx, answer, keepAlive, head));
    } catch (RejectedExecutionException e) {
      // The endpoint has ended meanwhile.
      ctx.close();
    }
  }

  private void send(
      ChannelHandlerContext ctx, AdminResponse answer, boolean keepAlive, boolean head) {
    visit.sending();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CSP)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer");
    answer.fields().forEach(response.headers()::set);
    HttpUtil.setKeepAlive(response, keepAlive);
    ctx.writeAndFlush(response)
        .addListener(
            done -> {
              if (keepAlive && done.isSuccess()) {
                visit.waiting();
                ctx.channel().config().setAutoRead(true);
              } else {
                ctx.channel().close();
              }
            });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      pages.failed("a visitor's connection", cause);
    }
    ctx.close();
  }
}
