package io.porty.net.opening.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.opening.proxy.Headers.Array;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** PROXY headers that are cut, damaged, or none at all: the parser answers, and does so once. */
class ProxyFuzzTest {

  private static ProxyParse parse(byte[] bytes, int length) {
    return ProxyParser.parse(new Array(bytes, length));
  }

  /** What was decided stays decided, whatever follows. */
  private static void assertDecidedOnce(byte[] bytes) {
    ProxyParse decided = ProxyParse.INCOMPLETE;
    for (int length = 1; length <= bytes.length; length++) {
      ProxyParse now = parse(bytes, length);
      if (now instanceof ProxyHeader header) {
        assertThat(header.length()).isLessThanOrEqualTo(length);
        assertThat(header.client() == null).isEqualTo(header.local() == null);
      }
      if (decided instanceof ProxyHeader header) {
        assertThat(now).as("after %s bytes", length).isInstanceOf(ProxyHeader.class);
        assertThat(((ProxyHeader) now).length()).isEqualTo(header.length());
        assertThat(((ProxyHeader) now).client()).isEqualTo(header.client());
      } else if (decided instanceof ProxyParse.Malformed) {
        assertThat(now).as("after %s bytes", length).isInstanceOf(ProxyParse.Malformed.class);
      }
      decided = now;
    }
  }

  @Property(tries = 500)
  void anyBytes(@ForAll @Size(max = 150) byte[] bytes) {
    assertDecidedOnce(bytes);
  }

  @Property(tries = 500)
  void anyBytesBehindABeginning(@ForAll boolean second, @ForAll @Size(max = 150) byte[] bytes) {
    byte[] begin = second ? ProxyV2.SIGNATURE : "PROXY TCP".getBytes();
    byte[] all = Arrays.copyOf(begin, begin.length + bytes.length);
    System.arraycopy(bytes, 0, all, begin.length, bytes.length);
    assertDecidedOnce(all);
  }

  @Property(tries = 2_000)
  void damagedHeaders(
      @ForAll @IntRange(max = 100) int which,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 300) Integer> places,
      @ForAll @Size(min = 4, max = 4) byte[] values) {
    byte[][] valid = Headers.valid();
    byte[] damaged = valid[which % valid.length];
    for (int i = 0; i < places.size(); i++) {
      damaged[places.get(i) % damaged.length] = values[i];
    }
    assertDecidedOnce(damaged);
  }
}
