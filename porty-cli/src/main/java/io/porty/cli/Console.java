package io.porty.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Standard output and standard error of this process. Their other ends belong to others: one who
 * does not read must not keep a signal, a reload or an event loop waiting.
 */
final class Console {

  private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final AccessLogStream traffic;
  private final ConsoleStream outStream;
  private final ConsoleStream errStream;
  private final PrintWriter out;
  private final PrintWriter err;

  Console(OutputStream rawOut, OutputStream rawErr) {
    this.traffic = new AccessLogStream(rawOut);
    this.outStream = new ConsoleStream(rawOut, "standard output");
    this.errStream = new ConsoleStream(rawErr, "standard error");
    this.out = new PrintWriter(outStream, true, StandardCharsets.UTF_8);
    this.err = new PrintWriter(errStream, true, StandardCharsets.UTF_8);
  }

  /** Of this process; what prints by way of {@link System} comes here, too. */
  static Console ofProcess() {
    Console console =
        new Console(
            new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    System.setOut(new PrintStream(console.outStream, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(console.errStream, true, StandardCharsets.UTF_8));
    return console;
  }

  /** For the traffic log, whose thread may wait and counts what it loses meanwhile. */
  OutputStream traffic() {
    return traffic;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** This process serves from now on: nothing waits for a reader. */
  void serve() {
    outStream.drop();
    errStream.drop();
  }

  /** The process ends from now on: the traffic log does not wait for a reader any more. */
  void end() {
    traffic.end();
  }

  /** The process is about to end: what can be written at once is. */
  void lastWords() {
    outStream.finish(LAST_WORDS_NANOS);
    errStream.finish(LAST_WORDS_NANOS);
  }

  /**
   * The command is done: its output has to arrive.
   *
   * @return the exit code: a command whose output is lost has failed
   */
  int finish(int code) {
    Optional<IOException> lost = outStream.finish(ConsoleStream.PATIENCE_NANOS);
    // Whoever has closed a pipe wanted no more, and knows it.
    lost.map(e -> String.valueOf(e.getMessage()))
        .filter(why -> !why.contains("Broken pipe"))
        .ifPresent(why -> err.println("porty: standard output cannot be written: " + why));
    Optional<IOException> unheard = errStream.finish(LAST_WORDS_NANOS);
    return code == 0 && (lost.isPresent() || unheard.isPresent()) ? 1 : code;
  }
}
