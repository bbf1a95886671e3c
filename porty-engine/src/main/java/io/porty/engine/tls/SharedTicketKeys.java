package io.porty.engine.tls;

import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.ticket.TicketKeyFiles;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The ticket keys of all listeners: those of the files that the configuration names, else own ones
 * that change by themselves. Not thread-safe.
 */
final class SharedTicketKeys {

  private static final Diagnostics LOG = Diagnostics.of(SharedTicketKeys.class);

  private final TicketKeyRing ring;
  private @Nullable TicketKeyFiles files;

  SharedTicketKeys(HandedTicketKeys handed) {
    this.ring = new TicketKeyRing(new SecureRandom(), handed, Instant.now());
  }

  /**
   * A configuration has become active.
   *
   * @param configured null for own keys
   */
  void use(@Nullable TicketKeyFiles configured) {
    files = configured;
  }

  /** The keys under a configuration that is to become active, or is. */
  TicketKeys of(@Nullable TicketKeyFiles configured) {
    TicketKeys read = configured == null ? null : configured.keys();
    return read == null ? ring.keys() : read;
  }

  /** Looks at the files, and at the age of the own keys; answers whether the keys are others. */
  boolean poll(Instant now) {
    boolean rotated = ring.rotate(now);
    TicketKeyFiles current = files;
    if (current == null) {
      return rotated;
    }
    TicketKeyFiles.Update update = current.poll();
    for (CertificateProblem problem : update.problems()) {
      LOG.warn(problem.isError() ? "ticket_keys not reloaded: {}" : "{}", problem.text());
    }
    if (update.changed()) {
      LOG.info("ticket_keys reloaded");
    }
    return update.changed();
  }

  TicketKeys current() {
    return of(files);
  }

  /** The own ones: keys of files are read by whoever has the configuration. */
  HandedTicketKeys handOver() {
    return ring.handOver();
  }
}
