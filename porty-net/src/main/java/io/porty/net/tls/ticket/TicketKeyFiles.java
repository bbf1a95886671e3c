package io.porty.net.tls.ticket;

import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.FileSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of session tickets from files, in their order: the first one encrypts, all of them decrypt.
 * Read at first, and again whenever a file has changed. Files that have become bad change nothing:
 * the last good keys stay, and why is said once. {@link #poll} waits for the disk: one thread at a
 * time, never an event loop; {@link #keys} is for any thread.
 */
public final class TicketKeyFiles {

  private final List<Path> files;
  private @Nullable FileSnapshot seen;
  private volatile @Nullable TicketKeys keys;

  /**
   * @param files each with one key or several
   */
  public TicketKeyFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** What the result of {@link #poll} is. */
  public record Update(boolean changed, List<CertificateProblem> problems) {

    public Update {
      problems = List.copyOf(problems);
    }
  }

  /** The last good keys; null if there never were any. */
  public @Nullable TicketKeys keys() {
    return keys;
  }

  /** Reads the files if they have changed since they were read last. */
  public Update poll() {
    FileSnapshot current = FileSnapshot.of(files);
    if (current.equals(seen)) {
      return new Update(false, List.of());
    }
    seen = current;
    CertificateProblems problems = new CertificateProblems();
    List<byte[]> all = new ArrayList<>();
    files.forEach(file -> all.addAll(TicketKeyReader.read(file, problems)));
    if (problems.hasErrors() || all.isEmpty()) {
      return new Update(false, problems.list());
    }
    keys = new TicketKeys(all);
    return new Update(true, problems.list());
  }
}
