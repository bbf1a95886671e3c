package io.porty.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why an address could not be listened on, whatever the words of the exception. */
class BindCauseTest {

  @ParameterizedTest
  @CsvSource({
    "98, 48, IN_USE",
    "13, 13, DENIED",
    "1, 1, DENIED",
    "99, 49, NOT_LOCAL",
    "22, 22, OTHER"
  })
  void isTheErrorNumberOfANativeTransport(int linux, int bsd, BindCause cause) {
    assumeTrue(Epoll.isAvailable() || KQueue.isAvailable(), "its class asks the native library");
    int errno = KQueue.isAvailable() ? bsd : linux;
    NativeIoException failure = new NativeIoException("Adresse déjà utilisée", -errno);

    assertThat(BindCause.of(failure)).isEqualTo(cause);
    assertThat(BindCause.of(failure, "127.0.0.1", 9000)).isEqualTo(cause);
  }

  @Test
  void ofTheJdkShowsAtItsNeighbours() throws IOException {
    BindException failure = new BindException("Adresse déjà utilisée");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(BindCause.of(failure, "127.0.0.1", taken.getLocalPort()))
          .isEqualTo(BindCause.IN_USE);
      assertThat(BindCause.of(failure, "0.0.0.0", taken.getLocalPort()))
          .isEqualTo(BindCause.IN_USE);
    }
    assertThat(BindCause.of(failure, "192.0.2.1", 9000)).isEqualTo(BindCause.NOT_LOCAL);
    assertThat(BindCause.of(new IOException("Address already in use"))).isEqualTo(BindCause.OTHER);
  }
}
