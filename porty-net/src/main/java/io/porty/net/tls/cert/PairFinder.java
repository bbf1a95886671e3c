package io.porty.net.tls.cert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which PEM files of a command line belong together. Reads them. */
public final class PairFinder {

  /**
   * A certificate's file and its key's.
   *
   * @param key null if none was given; the same file if it has both
   */
  public record Pair(Path cert, @Nullable Path key) {}

  /** A file that has a key and no certificate belongs to the certificate before it. */
  public static List<Pair> pairs(List<Path> files) {
    List<Pair> pairs = new ArrayList<>();
    for (Path file : files) {
      List<PemBlock> blocks = blocks(file);
      boolean key = blocks.stream().anyMatch(PemBlock::isPrivateKey);
      boolean cert = blocks.stream().anyMatch(b -> b.label().equals(PemBlock.CERTIFICATE));
      Pair last = pairs.isEmpty() ? null : pairs.get(pairs.size() - 1);
      if (key && !cert && last != null && last.key() == null) {
        pairs.set(pairs.size() - 1, new Pair(last.cert(), file));
      } else {
        pairs.add(new Pair(file, key ? file : null));
      }
    }
    return pairs;
  }

  /** What is wrong is found again where the file is checked. */
  private static List<PemBlock> blocks(Path file) {
    CertificateProblems ignored = new CertificateProblems();
    byte[] bytes = FileBytes.read(file, FileBytes.MAX_PAIR, ignored);
    return bytes == null ? List.of() : PemReader.read(file.toString(), bytes, ignored);
  }

  private PairFinder() {}
}
