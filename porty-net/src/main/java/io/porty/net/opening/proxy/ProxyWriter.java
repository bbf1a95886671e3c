package io.porty.net.opening.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.porty.api.AddressText;
import io.porty.api.mode.ConnectionFacts;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the PROXY header that names a client to a backend (proxy-protocol.txt sections 2.1 and
 * 2.2). Of one header.
 */
public final class ProxyWriter {

  /** More than most headers need, those of version 2 with a client certificate included. */
  private static final int USUAL_BYTES = 256;

  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;

  private final ProxyVersion version;
  private final @Nullable String uniqueId;

  /**
   * @param uniqueId names the connection, where the client's own header has not; null for none
   */
  public ProxyWriter(ProxyVersion version, @Nullable String uniqueId) {
    this.version = version;
    this.uniqueId = uniqueId;
  }

  /**
   * The header for a connection that is made for a client.
   *
   * @param client null if it is made for nobody in particular: then, as for a client of a Unix
   *     domain socket, no address is named
   * @return for the caller to write
   */
  public ByteBuf header(@Nullable Channel client, ByteBufAllocator allocator) {
    ByteBuf header = allocator.directBuffer(USUAL_BYTES);
    InetSocketAddress from = client == null ? null : inet(ConnectionFacts.clientOf(client));
    InetSocketAddress to = client == null ? null : inet(ConnectionFacts.localOf(client));
    if (version == ProxyVersion.V1) {
      v1(header, from, to);
    } else if (client == null || from == null || to == null) {
      v2(header, ProxyV2.LOCAL, ProxyV2.UNSPEC).writeShort(0);
    } else {
      v2(header, from, to, ConnectionFacts.of(client));
    }
    return header;
  }

  private static @Nullable InetSocketAddress inet(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null ? inet : null;
  }

  private static void v1(
      ByteBuf header, @Nullable InetSocketAddress from, @Nullable InetSocketAddress to) {
    if (from == null || to == null) {
      ascii(header, "PROXY UNKNOWN\r\n");
      return;
    }
    boolean four = areV4(from, to);
    ascii(
        header,
        (four ? "PROXY TCP4 " : "PROXY TCP6 ")
            + text(from, four)
            + " "
            + text(to, four)
            + " "
            + from.getPort()
            + " "
            + to.getPort()
            + "\r\n");
  }

  private static boolean areV4(InetSocketAddress one, InetSocketAddress two) {
    return one.getAddress() instanceof Inet4Address && two.getAddress() instanceof Inet4Address;
  }

  /** An IPv4 address beside an IPv6 one is sent IPv4-mapped (RFC 4291 section 2.5.5.2). */
  private static String text(InetSocketAddress address, boolean four) {
    InetAddress ip = address.getAddress();
    String text = AddressText.of(ip);
    return !four && ip instanceof Inet4Address ? "::ffff:" + text : text;
  }

  private static ByteBuf v2(ByteBuf header, int command, int familyAndProtocol) {
    return header
        .writeBytes(ProxyV2.SIGNATURE)
        .writeByte(ProxyV2.VERSION | command)
        .writeByte(familyAndProtocol);
  }

  private void v2(
      ByteBuf header, InetSocketAddress from, InetSocketAddress to, ConnectionFacts facts) {
    boolean four = areV4(from, to);
    v2(header, ProxyV2.PROXY, (four ? ProxyV2.INET : ProxyV2.INET6) << 4 | ProxyV2.STREAM);
    int lengthAt = header.writerIndex();
    header.writeShort(0);
    address(header, from, four);
    address(header, to, four);
    header.writeShort(from.getPort()).writeShort(to.getPort());
    new TlvWriter(header).write(facts, uniqueId);
    header.setShort(lengthAt, header.writerIndex() - lengthAt - Short.BYTES);
  }

  private static void address(ByteBuf header, InetSocketAddress address, boolean four) {
    byte[] bytes = address.getAddress().getAddress();
    if (!four && bytes.length == V4_BYTES) {
      header.writeZero(V6_BYTES - V4_BYTES - 2).writeShort(0xffff);
    }
    header.writeBytes(bytes);
  }

  private static void ascii(ByteBuf header, String text) {
    header.writeCharSequence(text, StandardCharsets.US_ASCII);
  }
}
