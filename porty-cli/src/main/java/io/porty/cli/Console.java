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
 * Standard output and standard error of this process. Each is written by a thread of its own, so
 * that a pipe whose reader has stopped never blocks a signal handler, a reload or an event loop.
 * Thread-safe.
 */
final class Console {

  private static final long EXIT_FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

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

  /** The console of this process; redirects {@link System#out} and {@link System#err} to it. */
  static Console ofProcess() {
    Console console =
        new Console(
            new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    System.setOut(new PrintStream(console.outStream, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(console.errStream, true, StandardCharsets.UTF_8));
    return console;
  }

  /** Standard output for the access log: blocks its writer, see {@link AccessLogStream}. */
  OutputStream traffic() {
    return traffic;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** For a process that serves: from now on output is dropped rather than waited for. */
  void dropWhenBlocked() {
    outStream.dropWhenBlocked();
    errStream.dropWhenBlocked();
  }

  /** The process is shutting down: from now on the access log's writes have a time limit. */
  void beginShutdown() {
    traffic.beginShutdown();
  }

  /** Writes what is queued, for at most half a second for each stream, before a halt. */
  void flushBeforeExit() {
    outStream.finish(EXIT_FLUSH_NANOS);
    errStream.finish(EXIT_FLUSH_NANOS);
  }

  /**
   * Waits until the output of a finished command is written.
   *
   * @return the exit code: {@code code}, or 1 instead of 0 if output was lost
   */
  int finish(int code) {
    Optional<IOException> outFailure = outStream.finish(ConsoleStream.WRITE_TIMEOUT_NANOS);
    // A reader that has closed the pipe (head, less) needs no message.
    outFailure
        .map(e -> String.valueOf(e.getMessage()))
        .filter(reason -> !reason.contains("Broken pipe"))
        .ifPresent(reason -> err.println("porty: standard output cannot be written: " + reason));
    Optional<IOException> errFailure = errStream.finish(EXIT_FLUSH_NANOS);
    return code == 0 && (outFailure.isPresent() || errFailure.isPresent()) ? 1 : code;
  }
}
