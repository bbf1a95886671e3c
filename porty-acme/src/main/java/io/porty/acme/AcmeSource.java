package io.porty.acme;

import io.porty.api.tls.CertificateSink;
import io.porty.api.tls.CertificateSource;
import io.porty.api.tls.CertificateSourceFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates of one configuration by ACME: a thread that sleeps until something is due. While
 * another process holds the folder, only what that one writes is used.
 */
final class AcmeSource implements CertificateSource {

  private static final Logger LOG = LoggerFactory.getLogger(AcmeSource.class);

  /** How often it is tried to become the one that obtains certificates. */
  private static final Duration LOCK_RETRY = Duration.ofSeconds(5);

  /** The clock of a machine may jump: it is looked at least this often. */
  private static final Duration MAX_SLEEP = Duration.ofMinutes(10);

  /** Rounds do not follow each other faster, whatever is due. */
  private static final Duration MIN_SLEEP = Duration.ofMillis(500);

  /** How long a stop waits for the thread, which may be in the middle of a request. */
  private static final long STOP_SECONDS = 5;

  private final AcmeFiles files;
  private final List<String> hosts;
  private final InstantSource clock;
  private final Renewals renewals;
  private final FolderLock lock;
  private final CertificateSink sink;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable AcmeSource predecessor;
  private @Nullable Thread thread;

  /** Whether this process has the lock; for the thread. */
  private boolean leads;

  AcmeSource(
      AcmeSettings settings,
      CertificateSourceFactory.Context context,
      InstantSource clock,
      RandomGenerator random) {
    this.files = new AcmeFiles(settings.folder(), settings.directory());
    this.hosts = context.hosts();
    this.sink = context.sink();
    this.clock = clock;
    this.lock = new FolderLock(files.folder());
    this.renewals =
        new Renewals(
            files,
            new AcmeAuthority(settings, files, sink),
            sink,
            clock,
            new RenewalTiming(random));
  }

  @Override
  public void inheritFrom(Object former) {
    if (former instanceof AcmeSource before) {
      predecessor = before;
    }
  }

  @Override
  public void start() throws IOException {
    try {
      files.create();
    } catch (IOException e) {
      throw new IOException(
          "the folder for certificates, "
              + files.folder()
              + ", cannot be made; check owner and mode, or set folder in [acme]",
          e);
    }
    renewals.load(hosts);
    Thread made = new Thread(this::run, "porty-acme");
    made.setDaemon(true);
    made.setContextClassLoader(AcmeSource.class.getClassLoader());
    thread = made;
    made.start();
  }

  private void run() {
    try (lock) {
      awaitPredecessor();
      awaitListeners();
      while (!stopped.await(turn().toMillis(), TimeUnit.MILLISECONDS)) {
        // Each turn says how long nothing is due.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the lock in {} cannot be closed: {}", files.folder(), e.getMessage());
    } finally {
      ended.countDown();
    }
  }

  /**
   * Does what is due. Whatever goes wrong, there is a next turn.
   *
   * @return how long nothing is due
   */
  private Duration turn() throws InterruptedException {
    if (stopped.getCount() == 0) {
      throw new InterruptedException();
    }
    try {
      if (!lock.acquire()) {
        return follow();
      }
      if (!leads) {
        leads = true;
        renewals.takeOver();
      }
      renewals.reread();
      return until(renewals.round());
    } catch (IOException e) {
      renewals.blocked(files.folder() + " cannot be locked: " + e.getMessage(), retryAt());
      return LOCK_RETRY;
    } catch (RuntimeException | LinkageError e) {
      LOG.error(
          "certificates are not renewed; tried again at {}", clock.instant().plus(MAX_SLEEP), e);
      return MAX_SLEEP;
    }
  }

  private Duration follow() {
    renewals.reread();
    renewals.blocked("another process obtains certificates into " + files.folder(), retryAt());
    return LOCK_RETRY;
  }

  private Instant retryAt() {
    return clock.instant().plus(LOCK_RETRY);
  }

  /**
   * Until it has released the lock: to close the file in one place of a process releases the lock
   * of another.
   */
  private void awaitPredecessor() throws InterruptedException {
    AcmeSource before = predecessor;
    if (before != null) {
      before.ended.await();
      renewals.inherit(before.renewals);
      predecessor = null;
    }
  }

  /** An order before its challenge can be answered fails. */
  private void awaitListeners() throws InterruptedException {
    CountDownLatch bound = new CountDownLatch(1);
    sink.listening().thenRun(bound::countDown);
    bound.await();
  }

  private Duration until(Instant next) {
    Instant now = clock.instant();
    if (next.isAfter(now.plus(MAX_SLEEP))) {
      return MAX_SLEEP;
    }
    Duration sleep = Duration.between(now, next);
    return sleep.compareTo(MIN_SLEEP) < 0 ? MIN_SLEEP : sleep;
  }

  @Override
  public void drain() {
    stopped.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    drain();
  }
}
