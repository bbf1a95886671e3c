package io.porty.engine.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.porty.api.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSinksTest {

  private static final LogRotation NEVER = new LogRotation(0, Duration.ZERO, 3);

  @TempDir Path folder;
  private final ByteArrayOutputStream standard = new ByteArrayOutputStream();

  private static void write(LogSink sink, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sink.record(bytes, 0, bytes.length);
  }

  @Test
  void gathersRecordsUntilTheyAreFlushed() throws Exception {
    LogSinks sinks = new LogSinks(NEVER, standard);
    sinks.open("stdout");
    LogSink sink = sinks.acquire("stdout");
    write(sink, "🔄 a");
    write(sink, "b");
    assertThat(standard.size()).isZero();

    sink.flush();
    assertThat(standard.toString(StandardCharsets.UTF_8)).isEqualTo("🔄 a\nb\n");
  }

  @Test
  void writesRecordsThatAreLargerThanABatch() throws Exception {
    LogSinks sinks = new LogSinks(NEVER, standard);
    sinks.open("stdout");
    String large = "x".repeat(100_000);
    write(sinks.acquire("stdout"), "first");
    write(sinks.acquire("stdout"), large);
    write(sinks.acquire("stdout"), "last");
    sinks.close();

    assertThat(standard.toString(StandardCharsets.UTF_8)).isEqualTo("first\n" + large + "\nlast\n");
  }

  @Test
  void opensAFileOnceHoweverItIsNamed() throws Exception {
    Path file = folder.resolve("a.log");
    LogSinks sinks = new LogSinks(NEVER, standard);
    sinks.open(file.toString());
    sinks.open(folder + "/./a.log");

    assertThat(sinks.acquire(file.toString())).isSameAs(sinks.acquire(folder + "/./a.log"));
  }

  @Test
  void appendsToAFileThatIsThere() throws Exception {
    Path file = folder.resolve("a.log");
    Files.writeString(file, "before\n");
    LogSinks sinks = new LogSinks(NEVER, standard);
    sinks.open(file.toString());
    write(sinks.acquire(file.toString()), "after");
    sinks.close();

    assertThat(file).hasContent("before\nafter\n");
  }

  @Test
  void beginsAFileAnewBeforeItGrowsTooLargeAndKeepsTheFormerOnes() throws Exception {
    Path file = folder.resolve("a.log");
    LogSinks sinks = new LogSinks(new LogRotation(10, Duration.ZERO, 2), standard);
    sinks.open(file.toString());
    LogSink sink = sinks.acquire(file.toString());
    for (String text : new String[] {"one-----", "two-----", "three---", "four----"}) {
      write(sink, text);
      sink.flush();
    }
    sinks.close();

    assertThat(file).hasContent("four----\n");
    assertThat(folder.resolve("a.log.1")).hasContent("three---\n");
    assertThat(folder.resolve("a.log.2")).hasContent("two-----\n");
    assertThat(folder.resolve("a.log.3")).doesNotExist();
  }

  @Test
  void beginsAFileAnewWhenItIsOld() throws Exception {
    Path file = folder.resolve("a.log");
    LogSinks sinks = new LogSinks(new LogRotation(0, Duration.ofNanos(1), 1), standard);
    sinks.open(file.toString());
    LogSink sink = sinks.acquire(file.toString());
    write(sink, "old");
    sink.flush();
    write(sink, "new");
    sink.flush();
    sinks.close();

    assertThat(file).hasContent("new\n");
    assertThat(folder.resolve("a.log.1")).hasContent("old\n");
  }

  @Test
  void saysWhatToDoAboutAFileThatCannotBeOpened() {
    assertThatThrownBy(
            () ->
                new LogSinks(NEVER, standard)
                    .open(folder.resolve("no").resolve("a.log").toString()))
        .isInstanceOf(IOException.class)
        .hasMessage("its directory does not exist; create it");
  }

  @Test
  void losesABatchRatherThanStoppingWhenTheDiskIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has a disk that is always full");
    LogSinks sinks = new LogSinks(NEVER, standard);
    sinks.open(full.toString());
    LogSink sink = sinks.acquire(full.toString());
    for (int i = 0; i < 1000; i++) {
      write(sink, "x".repeat(1000));
    }
    sink.flush();
    sinks.close();
  }
}
