package io.porty.net.tls;

/** A peer's certificate is not accepted. The message says which check failed, and why. */
public final class RejectedCertificateException extends Exception {

  private static final long serialVersionUID = 1;

  /** Which check failed; decides about the alert (RFC 8446 section 6.2). */
  public enum Check {
    /** No accepted authority has issued it. */
    ISSUER,
    /** It has expired, or is not valid yet. */
    DATES,
    /** It is revoked, or it cannot be known whether it is. */
    REVOCATION,
    /** It is for another name. */
    NAME,
    /** Anything else: its key, its signature, what it may be used for. */
    OTHER
  }

  private final Check check;

  public RejectedCertificateException(Check check, String message) {
    super(message);
    this.check = check;
  }

  public Check check() {
    return check;
  }
}
