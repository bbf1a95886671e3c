package io.porty.net.tls.cert;

import io.porty.net.diagnostics.Printable;
import io.porty.net.tls.cert.CertificateProblem.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one certificate, so that all are reported in one pass. */
public final class CertificateProblems {

  private final List<CertificateProblem> found = new ArrayList<>();

  public void error(String file, int line, String message, String remedy) {
    add(Severity.ERROR, file, line, message, remedy);
  }

  public void warning(String file, int line, String message, String remedy) {
    add(Severity.WARNING, file, line, message, remedy);
  }

  private void add(Severity severity, String file, int line, String message, String remedy) {
    found.add(
        new CertificateProblem(severity, file, line, Printable.of(message), Printable.of(remedy)));
  }

  public boolean hasErrors() {
    for (CertificateProblem problem : found) {
      if (problem.isError()) {
        return true;
      }
    }
    return false;
  }

  /** Those found so far, in their order. */
  public List<CertificateProblem> list() {
    return List.copyOf(found);
  }
}
