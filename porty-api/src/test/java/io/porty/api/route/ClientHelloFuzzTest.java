package io.porty.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Hellos that are cut, damaged, or no hellos at all: the reader answers, and does so once. */
class ClientHelloFuzzTest {

  private static final byte[] HELLO = hello();
  private static final int RECORD_HEADER = 5;

  /** Bytes that may not be looked at behind their end. */
  private record Array(byte[] all, int length) implements Bytes {
    @Override
    public byte at(int index) {
      if (index < 0 || index >= length) {
        throw new IndexOutOfBoundsException(index);
      }
      return all[index];
    }

    @Override
    public String toString() {
      return new String(all, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] hello() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      SSLEngine engine = context.createSSLEngine("shop.test", 443);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("shop.test")));
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      engine.setSSLParameters(parameters);
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      return Arrays.copyOf(out.array(), out.position());
    } catch (java.security.GeneralSecurityException | javax.net.ssl.SSLException e) {
      throw new AssertionError(e);
    }
  }

  private static ClientHello read(byte[] bytes, int length) {
    return ClientHello.read(new Array(bytes, length));
  }

  /** What was decided stays decided, whatever follows; what is complete says what it said. */
  private static void assertDecidedOnce(byte[] bytes) {
    ClientHello.State before = ClientHello.State.INCOMPLETE;
    String name = null;
    for (int length = 1; length <= bytes.length; length++) {
      ClientHello now = read(bytes, length);
      if (before != ClientHello.State.INCOMPLETE) {
        assertThat(now.state()).as("after %s bytes", length).isEqualTo(before);
        assertThat(now.serverName().orElse(null)).isEqualTo(name);
      }
      before = now.state();
      name = now.serverName().orElse(null);
    }
  }

  @Property(tries = 200)
  void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    assertDecidedOnce(bytes);
  }

  @Property(tries = 300)
  void damagedHellos(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 2000) Integer> places,
      @ForAll @Size(min = 4, max = 4) byte[] values) {
    byte[] damaged = HELLO.clone();
    for (int i = 0; i < places.size(); i++) {
      damaged[places.get(i) % damaged.length] = values[i];
    }
    assertDecidedOnce(damaged);
  }

  /** RFC 8446 section 5.1: a message may be cut into records anywhere. */
  @Property(tries = 200)
  void helloesInSeveralRecords(@ForAll @IntRange(min = 1, max = 400) int part) {
    byte[] body = Arrays.copyOfRange(HELLO, RECORD_HEADER, HELLO.length);
    ByteBuffer records = ByteBuffer.allocate(body.length + (body.length / part + 1) * 5);
    for (int at = 0; at < body.length; at += part) {
      int length = Math.min(part, body.length - at);
      records.put(HELLO, 0, 3).putShort((short) length).put(body, at, length);
    }
    byte[] all = Arrays.copyOf(records.array(), records.position());
    ClientHello whole = read(all, all.length);
    assertThat(whole.state()).isEqualTo(ClientHello.State.COMPLETE);
    assertThat(whole.serverName()).contains("shop.test");
    assertThat(whole.protocols()).containsExactly("h2", "http/1.1");
    for (int length = 1; length < all.length; length++) {
      assertThat(read(all, length).state()).isEqualTo(ClientHello.State.INCOMPLETE);
    }
  }
}
