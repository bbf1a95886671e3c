package io.porty.acme;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Error messages for what an authority answers, or why it does not. */
final class Problems {

  /** An authority may quote a whole page of what it found. */
  private static final int MAX_LENGTH = 500;

  static IssueException of(String directory, AcmeException e) {
    Instant retryAfter =
        e instanceof AcmeRateLimitedException limited ? limited.getRetryAfter().orElse(null) : null;
    String text = cut(text(directory, e));
    return e instanceof AcmeNetworkException || e instanceof AcmeRateLimitedException
        ? new AuthorityUnavailableException(text, retryAfter)
        : new IssueException(text, retryAfter);
  }

  private static String text(String directory, AcmeException e) {
    if (e instanceof AcmeNetworkException) {
      return network(directory, e);
    }
    return e instanceof AcmeServerException server
        ? "the authority refuses: " + text(server.getProblem())
        : "the authority cannot be used: " + e.getMessage();
  }

  private static String network(String directory, AcmeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (isDistrust(cause)) {
      return "the certificate of "
          + directory
          + " is not trusted ("
          + cause.getMessage()
          + "); for a private authority set ca in [acme] to the PEM file of its root";
    }
    String why =
        cause instanceof ConnectException
            ? "no connection"
            : cause instanceof UnknownHostException
                ? "unknown host"
                : cause instanceof HttpTimeoutException ? "no answer in time" : cause.toString();
    return directory + " cannot be reached: " + why;
  }

  /** Whether a certificate was refused, and not the handshake as such. */
  private static boolean isDistrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Of an authority; its own and those of single names. */
  static String text(@Nullable Problem problem) {
    if (problem == null) {
      return "no reason is given";
    }
    String own = problem.getDetail().or(problem::getTitle).orElse(problem.getType().toString());
    List<Problem> below = problem.getSubProblems();
    String parts = below.stream().map(Problems::text).collect(Collectors.joining("; "));
    return cut(parts.isEmpty() ? own : own + " (" + parts + ")");
  }

  private static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
  }

  private Problems() {}
}
