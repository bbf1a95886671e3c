package io.porty.net.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.Scheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadBuffersTest {

  /** The size of the next buffer after a number of reads of 100 bytes. */
  private static int size(RecvByteBufAllocator of, int reads) {
    ExtendedHandle handle = (ExtendedHandle) of.newHandle();
    EmbeddedChannel channel = new EmbeddedChannel();
    for (int i = 0; i < reads; i++) {
      handle.reset(channel.config());
      handle.lastBytesRead(100);
      handle.readComplete();
    }
    channel.close();
    return handle.guess();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, 16384, 2048, 512",
    "HTTP, 16384, 2048, 512",
    "UNIX, 16384, 2048, 512",
    "H2C, 16384, 8192, 8192",
    "HTTPS, 16384, 8192, 8192",
    "TLS, 16384, 8192, 8192",
    "H2C, 1024, 1024, 1024",
    "HTTP, 1024, 1024, 512"
  })
  void onlyBuffersThatMayWaitBecomeSmall(Scheme scheme, int max, int first, int later) {
    RecvByteBufAllocator of = ReadBuffers.of(max).of(scheme);
    assertThat(size(of, 0)).isEqualTo(first);
    assertThat(size(of, 40)).isEqualTo(later);
  }
}
