package io.porty.net.tls.cert;

/**
 * Something that is wrong with a certificate, a key, or a file that belongs to them. Has no part of
 * a key or a password.
 *
 * @param severity whether it keeps the certificate from being used
 * @param file as it was configured
 * @param line of the PEM block, from 1; 0 without one
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record CertificateProblem(
    Severity severity, String file, int line, String message, String remedy) {

  /** What a problem means for the certificate. */
  public enum Severity {
    /** It is not used. */
    ERROR,
    /** It is used. */
    WARNING
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line for a log: file, line, message, remedy. */
  public String text() {
    return (line > 0 ? file + ":" + line : file) + ": " + message + "; " + remedy;
  }
}
