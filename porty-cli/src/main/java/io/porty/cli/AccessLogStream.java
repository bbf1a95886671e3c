package io.porty.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard output for the traffic log: whoever writes waits for the reader, so that what is lost
 * meanwhile is counted by the log; but not any more when the process is about to end. A thread of
 * its own writes, and is left behind then. For one writer.
 */
final class AccessLogStream extends OutputStream {

  /** For so long a process that ends waits for a reader that takes nothing. */
  private static final long LAST_PATIENCE_MILLIS = 1_000;

  private final OutputStream raw;
  private byte @Nullable [] bytes;
  private int from;
  private int count;
  private boolean running;
  private boolean ending;
  private boolean abandoned;
  private @Nullable IOException failure;

  AccessLogStream(OutputStream raw) {
    this.raw = raw;
  }

  /** From now on it waits for a second at most, and after that not at all. */
  synchronized void end() {
    ending = true;
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] text, int begin, int length) throws IOException {
    if (abandoned) {
      throw new IOException("nobody reads it");
    }
    bytes = text;
    from = begin;
    count = length;
    if (!running) {
      running = true;
      Thread thread = new Thread(this::run, "porty-traffic");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
    awaitWritten();
    IOException failed = failure;
    failure = null;
    if (failed != null) {
      throw failed;
    }
  }

  private void awaitWritten() throws IOException {
    long endingSince = 0;
    while (bytes != null) {
      try {
        if (!ending) {
          wait();
          continue;
        }
        endingSince = endingSince == 0 ? System.nanoTime() : endingSince;
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endingSince);
        if (passed >= LAST_PATIENCE_MILLIS) {
          abandoned = true;
          throw new IOException("nobody reads it");
        }
        wait(LAST_PATIENCE_MILLIS - passed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        abandoned = true;
        throw new IOException(e);
      }
    }
  }

  private void run() {
    while (true) {
      byte[] text;
      int begin;
      int length;
      synchronized (this) {
        while (bytes == null) {
          try {
            wait();
          } catch (InterruptedException e) {
            running = false;
            return;
          }
        }
        text = bytes;
        begin = from;
        length = count;
      }
      IOException failed = null;
      try {
        raw.write(text, begin, length);
      } catch (IOException e) {
        failed = e;
      }
      synchronized (this) {
        failure = failed;
        bytes = null;
        notifyAll();
      }
    }
  }
}
