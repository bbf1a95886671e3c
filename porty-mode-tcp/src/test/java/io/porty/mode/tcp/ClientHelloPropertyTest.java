package io.porty.mode.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import io.porty.api.route.ClientHello;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** TLS hellos, whole and broken: no bytes of a client make the reader fail or run away. */
class ClientHelloPropertyTest {

  private record Array(byte[] bytes, int length) implements Bytes {
    @Override
    public byte at(int index) {
      if (index >= length) {
        throw new AssertionError("read behind the end");
      }
      return bytes[index];
    }

    @Override
    public String toString() {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static ClientHello read(byte[] bytes, int length) {
    return ClientHello.read(new Array(bytes, length));
  }

  private static void number(ByteArrayOutputStream out, int value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write(value >> shift);
    }
  }

  /** RFC 8446 section 4.1.2, in records of at most {@code fragment} bytes. */
  private static byte[] hello(String name, int fragment) {
    byte[] host = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    number(extensions, 0x0a0a, 2);
    number(extensions, 0, 2);
    number(extensions, 0, 2);
    number(extensions, host.length + 5, 2);
    number(extensions, host.length + 3, 2);
    extensions.write(0);
    number(extensions, host.length, 2);
    extensions.writeBytes(host);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    number(body, 0x0303, 2);
    body.writeBytes(new byte[32]);
    body.write(0);
    number(body, 2, 2);
    number(body, 0x1301, 2);
    number(body, 0x0100, 2);
    number(body, extensions.size(), 2);
    body.writeBytes(extensions.toByteArray());
    ByteArrayOutputStream handshake = new ByteArrayOutputStream();
    handshake.write(1);
    number(handshake, body.size(), 3);
    handshake.writeBytes(body.toByteArray());
    byte[] all = handshake.toByteArray();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int at = 0; at < all.length; at += fragment) {
      int size = Math.min(fragment, all.length - at);
      number(records, 0x160301, 3);
      number(records, size, 2);
      records.write(all, at, size);
    }
    return records.toByteArray();
  }

  @Property(tries = 2_000)
  void readsTheNameHoweverTheHelloIsFragmentedAndCut(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String name,
      @ForAll @IntRange(min = 1, max = 200) int fragment) {
    byte[] hello = hello(name, fragment);
    for (int length = 0; length < hello.length; length++) {
      assertThat(read(hello, length).state()).isEqualTo(ClientHello.State.INCOMPLETE);
    }
    ClientHello whole = read(hello, hello.length);
    assertThat(whole.state()).isEqualTo(ClientHello.State.COMPLETE);
    assertThat(whole.serverName()).contains(name.toLowerCase(java.util.Locale.ROOT));
  }

  @Property(tries = 20_000)
  void survivesEveryChangedByte(
      @ForAll @IntRange(min = 0, max = 120) int at, @ForAll byte value, @ForAll byte other) {
    byte[] hello = hello("app.example", 50);
    hello[at % hello.length] = value;
    hello[(at * 7 + 3) % hello.length] ^= other;
    ClientHello read = read(hello, hello.length);
    if (read.serverName().isPresent()) {
      assertThat(read.state()).isEqualTo(ClientHello.State.COMPLETE);
      assertThat(read.serverName().get()).matches("[\\x21-\\x7e]+");
    }
  }

  @Property(tries = 20_000)
  void survivesArbitraryBytes(@ForAll byte[] bytes) {
    assertThat(read(bytes, bytes.length).state()).isNotNull();
    byte[] framed = Arrays.copyOf(new byte[] {22, 3, 1, 0, (byte) bytes.length}, 5 + bytes.length);
    System.arraycopy(bytes, 0, framed, 5, bytes.length);
    assertThat(read(framed, framed.length).state()).isNotNull();
  }
}
