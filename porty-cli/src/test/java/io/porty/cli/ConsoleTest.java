package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Output with a reader that reads, one that is blocked, and one that has gone. */
@Timeout(20)
class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void writesEverythingBeforeACommandExits() {
    Console console = new Console(out, err);
    console.out().println("result");
    console.err().println("warning");
    assertThat(console.finish(0)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("result" + System.lineSeparator());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("warning" + System.lineSeparator());
  }

  @Test
  void aCommandWhoseOutputIsLostFails() {
    Console console = new Console(failing("No space left on device"), err);
    console.out().println("result");
    assertThat(console.finish(0)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("standard output cannot be written: No space left on device");
  }

  @Test
  void aClosedPipeIsNotReported() {
    Console console = new Console(failing("Broken pipe"), err);
    console.out().println("result");
    assertThat(console.finish(2)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aServingProcessDropsOutputOfABlockedReaderAndReportsHowMuch() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    ConsoleStream stream = new ConsoleStream(blockedUntil(reads), "standard output");
    stream.dropWhenBlocked();
    byte[] full = new byte[1024 * 1024];
    stream.write(full);
    stream.write(new byte[100]);
    reads.countDown();
    assertThat(stream.finish(ConsoleStream.WRITE_TIMEOUT_NANOS)).isEmpty();
    stream.write('x');
    assertThat(stream.finish(ConsoleStream.WRITE_TIMEOUT_NANOS)).isEmpty();
    assertThat(out.toString(StandardCharsets.ISO_8859_1).substring(full.length))
        .isEqualTo("porty: 100 bytes of standard output were dropped\nx");
  }

  @Test
  void theAccessLogGivesUpOnABlockedReaderDuringShutdown() {
    AccessLogStream stream = new AccessLogStream(blockedUntil(new CountDownLatch(1)));
    stream.beginShutdown();
    assertThatThrownBy(() -> stream.write('x'))
        .isInstanceOf(IOException.class)
        .hasMessage("the reader of standard output does not read");
    assertThatThrownBy(() -> stream.write('y')).isInstanceOf(IOException.class);
  }

  private OutputStream blockedUntil(CountDownLatch reads) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          reads.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        out.write(bytes, offset, length);
      }
    };
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
