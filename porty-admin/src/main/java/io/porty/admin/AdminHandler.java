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
 * Handles the requests of one connection, one at a time: reading is suspended while a worker thread
 * creates the response. Runs on the endpoint's event loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final String CSP =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final AdminPages pages;

  /** Authorizes requests; returns the rejecting response, or null. */
  interface Guard {
    @Nullable AdminResponse refusal(Channel client, HttpRequest request);
  }

  private final Guard guard;
  private final AdminThreads threads;
  private final AdminConnection connection;

  AdminHandler(AdminPages pages, Guard guard, AdminThreads threads, AdminConnection connection) {
    this.pages = pages;
    this.guard = guard;
    this.threads = threads;
    this.connection = connection;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    ctx.channel().config().setAutoRead(false);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (request.decoderResult().isFailure()) {
      connection.requestComplete(false);
      send(ctx, AdminResponse.text(400, "Malformed HTTP request\n"), false, head);
      return;
    }
    AdminResponse refusal = guard.refusal(ctx.channel(), request);
    connection.requestComplete(refusal == null);
    if (refusal != null) {
      send(ctx, refusal, keepAlive, head);
      return;
    }
    QueryStringDecoder target;
    AdminRequest adminRequest;
    try {
      target = new QueryStringDecoder(request.uri());
      adminRequest =
          new AdminRequest(
              head ? "GET" : request.method().name(),
              target.path(),
              target.parameters(),
              request.headers().get(HttpHeaderNames.ACCEPT, ""));
    } catch (IllegalArgumentException e) {
      send(ctx, AdminResponse.text(400, "The request target cannot be decoded\n"), false, head);
      return;
    }
    try {
      AdminThreads.Work work = pages.work(adminRequest);
      if (work == AdminThreads.Work.COMMAND) {
        connection.commandStarted();
      }
      threads.of(work).execute(() -> respond(ctx, adminRequest, keepAlive, head));
    } catch (RejectedExecutionException e) {
      send(ctx, AdminResponse.text(503, "Too many concurrent requests\n"), false, head);
    }
  }

  /** Runs on a worker thread. */
  private void respond(
      ChannelHandlerContext ctx, AdminRequest request, boolean keepAlive, boolean head) {
    AdminResponse response = pages.respond(request);
    try {
      ctx.executor().execute(() -> send(ctx, response, keepAlive, head));
    } catch (RejectedExecutionException e) {
      // The endpoint has been closed meanwhile.
      ctx.close();
    }
  }

  private void send(
      ChannelHandlerContext ctx, AdminResponse content, boolean keepAlive, boolean head) {
    connection.responseStarted();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(content.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content.body()));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, content.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, content.body().length)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CSP)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer");
    content.fields().forEach(response.headers()::set);
    HttpUtil.setKeepAlive(response, keepAlive);
    ctx.writeAndFlush(response)
        .addListener(
            written -> {
              if (keepAlive && written.isSuccess()) {
                connection.responseSent();
                ctx.channel().config().setAutoRead(true);
              } else {
                ctx.channel().close();
              }
            });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      pages.reportFailure("an admin connection", cause);
    }
    ctx.close();
  }
}
