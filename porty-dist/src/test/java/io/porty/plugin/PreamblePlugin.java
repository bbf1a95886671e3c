package io.porty.plugin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.plugin.PortyPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The listener {@code preamble}: each client begins with {@code FROM address port} on a line, which
 * says who it is. It needs no address: it binds where its own setting says.
 */
final class PreamblePlugin implements PortyPlugin {

  private static final int MAX_BYTES = 64;
  static final Key<Integer> PORT =
      Key.integer("own_port", null, 1, 65535, "Where it listens").required();

  @Override
  public List<ListenerFactory> listeners() {
    return List.of(
        new ListenerFactory() {
          @Override
          public String name() {
            return "preamble";
          }

          @Override
          public List<Key<?>> keys() {
            return List.of(PORT);
          }

          @Override
          public boolean needsAddress() {
            return false;
          }

          @Override
          public Listener create(Settings settings, ListenerContext context) {
            return new Preambles(settings.get(PORT), context);
          }
        });
  }

  private static final class Preambles implements Listener {
    private final int port;
    private final ListenerContext context;
    private final Queue<Reading> waiting = new ConcurrentLinkedQueue<>();
    private Channel server;

    Preambles(int port, ListenerContext context) {
      this.port = port;
      this.context = context;
    }

    @Override
    public SocketAddress bind() throws IOException {
      if (!context.address().isEmpty() || context.port() != 0) {
        throw new IOException("an address that nobody has configured");
      }
      server =
          context
              .bootstrap()
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                      child.pipeline().addLast(new Reading(context, Preambles.this));
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .syncUninterruptibly()
              .channel();
      return server.localAddress();
    }

    @Override
    public void pause() {
      server.config().setAutoRead(false);
    }

    /** Who was accepted and not admitted comes first. */
    @Override
    public void resume() {
      for (Reading one = waiting.poll(); one != null; one = waiting.poll()) {
        one.tryAgain();
      }
      if (waiting.isEmpty()) {
        server.config().setAutoRead(true);
      }
    }

    void waits(Reading one) {
      waiting.add(one);
      pause();
    }

    @Override
    public void close() {
      server.close().awaitUninterruptibly(1000);
    }
  }

  private static final class Reading extends ChannelInboundHandlerAdapter {
    private final ListenerContext context;
    private final StringBuilder line = new StringBuilder();
    private final Preambles listener;
    private Channel client;
    private boolean admitted;

    Reading(ListenerContext context, Preambles listener) {
      this.context = context;
      this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      client = ctx.channel();
      admit();
    }

    void tryAgain() {
      client.eventLoop().execute(this::admit);
    }

    private void admit() {
      if (!client.isOpen()) {
        return;
      }
      admitted = context.admit();
      if (admitted) {
        client.config().setAutoRead(true);
      } else {
        listener.waits(this);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      while (bytes.isReadable() && line.length() < MAX_BYTES) {
        char c = (char) bytes.readByte();
        if (c == '\n') {
          handOn(ctx, bytes);
          return;
        }
        line.append(c);
      }
      bytes.release();
      if (line.length() == MAX_BYTES) {
        ctx.close();
      }
    }

    private void handOn(ChannelHandlerContext ctx, ByteBuf rest) {
      String[] words = line.toString().split(" ");
      InetSocketAddress client = new InetSocketAddress(words[1], Integer.parseInt(words[2]));
      ctx.channel().config().setAutoRead(false);
      ctx.pipeline().remove(this);
      admitted = false;
      if (rest.isReadable()) {
        context.accepted(ctx.channel(), ConnectionFacts.of(client), rest);
      } else {
        rest.release();
        context.accepted(ctx.channel(), ConnectionFacts.of(client), null);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (admitted) {
        context.release();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  /** What a client from this address says first. */
  static byte[] preamble(String address) {
    return ("FROM " + address + " 4711\n").getBytes(StandardCharsets.US_ASCII);
  }
}
