package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.tls.CertificateSink;
import io.porty.api.tls.CertificateSourceFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends, with an authority that accepts connections and says nothing. */
@Timeout(30)
class AcmeSourceTest {

  private static final String HOST = "shop.example";

  @TempDir Path folder;
  private ServerSocket authority;
  private URI directory;

  @BeforeEach
  void listen() throws Exception {
    authority = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    directory = URI.create("https://127.0.0.1:" + authority.getLocalPort() + "/dir");
  }

  @AfterEach
  void close() throws Exception {
    authority.close();
  }

  private AcmeSource source(FakeSink sink) {
    return new AcmeSource(
        new AcmeSettings(null, directory, List.of(), folder, null),
        new Context(sink, folder),
        InstantSource.system(),
        new Random(2));
  }

  private record Context(CertificateSink sink, Path dataFolder)
      implements CertificateSourceFactory.Context {

    @Override
    public List<String> hosts() {
      return List.of(HOST);
    }

    @Override
    public Path configFolder() {
      return dataFolder;
    }

    @Override
    public String portyVersion() {
      return "test";
    }

    @Override
    public Executor blocking() {
      return Runnable::run;
    }
  }

  @Test
  void anAttemptThatAStopInterruptsIsNoFailure() throws Exception {
    FakeSink sink = new FakeSink();
    AcmeSource source = source(sink);
    source.start();
    try (Socket asked = authority.accept()) {
      source.drain();
      source.close();
    }
    assertThat(sink.failures).isEmpty();
    assertThat(new AcmeFiles(folder, directory).failures(HOST)).isEqualTo(Failures.NONE);
  }

  @Test
  void nothingIsAskedForUntilTheListenersAreBound() throws Exception {
    FakeSink sink = new FakeSink();
    sink.listening = new CompletableFuture<>();
    AcmeSource source = source(sink);
    source.start();
    awaitThreads();
    assertThat(new AcmeFiles(folder, directory).folder().resolve("lock")).doesNotExist();

    sink.listening.complete(null);
    authority.accept().close();
    source.close();
  }

  @Test
  void aStopDoesNotWaitForListeners() throws Exception {
    FakeSink sink = new FakeSink();
    sink.listening = new CompletableFuture<>();
    AcmeSource source = source(sink);
    source.start();
    source.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(one -> one.getName().equals("porty-acme"));
  }

  @Test
  void afterAReloadTheSourceWaitsForItsPredecessorToEnd() throws Exception {
    FakeSink sink = new FakeSink();
    AcmeSource first = source(new FakeSink());
    AcmeSource second = source(sink);
    first.start();
    try (Socket asked = authority.accept()) {
      second.inheritFrom(first);
      second.start();
      awaitThreads();
      // Otherwise it has found the folder locked, and said so.
      assertThat(sink.failures).isEmpty();
      first.close();
      authority.accept().close();
    }
    second.close();
  }

  /** Until both have gone as far as they can. */
  private static void awaitThreads() {
    while (Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("porty-acme"))
        .anyMatch(
            one ->
                one.getState() != Thread.State.WAITING
                    && one.getState() != Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aFolderThatCannotBeLockedIsSaidAndTriedAgain() throws Exception {
    Path lock = new AcmeFiles(folder, directory).folder().resolve("lock");
    Files.createDirectories(lock);
    FakeSink sink = new FakeSink();
    AcmeSource source = source(sink);
    source.start();
    sink.failedOnce.await();
    assertThat(sink.failures).singleElement().asString().contains("cannot be locked");
    Files.delete(lock);
    authority.accept().close();
    source.close();
  }
}
