package io.porty.engine.config;

import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.ticket.TicketKeyFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the files that {@code ticket_keys} names; their content is never shown. */
final class TicketKeysReader {

  /**
   * @param top the global keys
   * @return null if none are configured
   */
  static @Nullable TicketKeyFiles read(TomlSettings top, List<String> warnings) {
    List<Path> files = new ArrayList<>();
    for (String name : top.get(GlobalKeys.TICKET_KEYS)) {
      try {
        files.add(Path.of(top.place(GlobalKeys.TICKET_KEYS).text().name()).resolveSibling(name));
      } catch (InvalidPathException e) {
        top.report(GlobalKeys.TICKET_KEYS, "has no path: " + e.getReason(), "Name a file.");
      }
    }
    if (files.isEmpty()) {
      return null;
    }
    TicketKeyFiles read = new TicketKeyFiles(files);
    for (CertificateProblem problem : read.poll().problems()) {
      if (problem.isError()) {
        String line = problem.line() > 0 ? ":" + problem.line() : "";
        top.report(
            GlobalKeys.TICKET_KEYS,
            "names " + problem.file() + line + ", which " + problem.message(),
            ConfiguredCertificates.sentence(problem.remedy()));
      } else {
        warnings.add(problem.text());
      }
    }
    return read;
  }

  private TicketKeysReader() {}
}
