package io.porty.load.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Buffers that wait for a socket, and who releases them. */
class TlsOutputTest {

  @Test
  void everythingArrivesInItsOrderThoughTheSocketIsFull() throws Exception {
    byte[] all = new byte[20_000_000];
    new Random(1).nextBytes(all);
    List<ByteBuf> buffers = new ArrayList<>();
    try (ServerSocketChannel server =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel to = SocketChannel.open(server.getLocalAddress());
        Socket from = server.accept().socket()) {
      to.configureBlocking(false);
      TlsOutput output = new TlsOutput();
      assertThat(output.writeTo(to)).isFalse();
      for (int at = 0; at < all.length; at += 1_000_000) {
        ByteBuf buffer = Unpooled.copiedBuffer(all, at, 1_000_000);
        buffers.add(buffer);
        output.add(buffer);
      }
      assertThat(output.writeTo(to)).as("left over").isTrue();

      ByteArrayOutputStream got = new ByteArrayOutputStream();
      InputStream in = from.getInputStream();
      byte[] some = new byte[65_536];
      while (got.size() < all.length) {
        output.writeTo(to);
        got.write(some, 0, in.read(some));
      }
      assertThat(output.writeTo(to)).isFalse();
      assertThat(output.isEmpty()).isTrue();
      assertThat(got.toByteArray()).isEqualTo(all);
      assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }
  }

  @Test
  void whatIsNotSentIsReleased() {
    TlsOutput output = new TlsOutput();
    ByteBuf buffer = Unpooled.buffer(8).writeLong(1);
    ByteBuf empty = Unpooled.buffer(8);
    output.add(buffer);
    output.add(empty);
    assertThat(empty.refCnt()).isZero();
    output.clear();
    assertThat(buffer.refCnt()).isZero();
    assertThat(output.isEmpty()).isTrue();
  }
}
