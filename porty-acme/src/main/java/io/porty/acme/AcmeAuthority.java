package io.porty.acme;

import io.porty.api.tls.CertificateSink;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * An authority that speaks ACME (RFC 8555). Blocking; not thread-safe. Between two rounds it holds
 * no connection and no account.
 */
final class AcmeAuthority implements Authority {

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
  private static final Duration ORDER_LIMIT = Duration.ofMinutes(2);

  /** authorityKeyIdentifier, of which RFC 9773 section 4.1 makes a certificate's identifier. */
  private static final String ISSUER_KEY = "2.5.29.35";

  private final AcmeSettings settings;
  private final AcmeFiles files;
  private final CertificateSink sink;
  private final ChallengeAnswers answers;

  /** What has proven a host last; the next order begins with it. */
  private final Map<String, ChallengeKind> proven = new HashMap<>();

  private @Nullable Login login;

  AcmeAuthority(AcmeSettings settings, AcmeFiles files, CertificateSink sink) {
    this.settings = settings;
    this.files = files;
    this.sink = sink;
    this.answers = new ChallengeAnswers(sink);
  }

  @Override
  public StoredCertificate issue(String host, @Nullable X509Certificate replaces)
      throws IssueException, InterruptedException {
    ChallengeKind first =
        proven.getOrDefault(
            host, sink.hasPlainHttp() ? ChallengeKind.HTTP_01 : ChallengeKind.TLS_ALPN_01);
    try {
      return issue(host, first, replaces);
    } catch (ChallengeException e) {
      // A challenge that failed ends its order (RFC 8555 section 7.1.6): the other needs a new one.
      if (first == ChallengeKind.TLS_ALPN_01 && !sink.hasPlainHttp()) {
        throw e;
      }
      return second(host, first.other(), replaces, e);
    }
  }

  private StoredCertificate second(
      String host, ChallengeKind kind, @Nullable X509Certificate replaces, IssueException first)
      throws IssueException, InterruptedException {
    try {
      return issue(host, kind, replaces);
    } catch (IssueException e) {
      throw new IssueException(first.problem() + "; " + e.problem(), e.retryAfter());
    }
  }

  private StoredCertificate issue(
      String host, ChallengeKind kind, @Nullable X509Certificate replaces)
      throws IssueException, InterruptedException {
    try {
      Order order = order(login(), host, replaces);
      for (Authorization authorization : order.getAuthorizations()) {
        answers.prove(authorization, kind);
      }
      StoredCertificate issued = complete(order);
      proven.put(host, kind);
      return issued;
    } catch (AcmeException | RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * What a failed call of the library means; it throws unchecked exceptions for answers that it
   * does not expect.
   *
   * @throws InterruptedException if the call was cut because the thread is to end
   */
  private IssueException failed(Exception e) throws InterruptedException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        throw new InterruptedException();
      }
    }
    Throwable first = e instanceof AcmeLazyLoadingException lazy ? lazy.getCause() : e;
    if (first instanceof AcmeException known) {
      return Problems.of(settings.directory().toString(), known);
    }
    String said = e.getMessage() == null ? e.toString() : e.getMessage();
    return new IssueException("the authority's answer cannot be used: " + said, null);
  }

  private static StoredCertificate complete(Order order)
      throws AcmeException, IssueException, InterruptedException {
    KeyPair keys = EcKeys.generate();
    if (order.waitUntilReady(ORDER_LIMIT) == Status.READY) {
      order.execute(keys);
    }
    Status status = order.waitForCompletion(ORDER_LIMIT);
    if (status != Status.VALID) {
      throw new IssueException(
          "the order is " + status + ": " + Problems.text(order.getError().orElse(null)), null);
    }
    return new StoredCertificate(order.getCertificate().getCertificateChain(), keys.getPrivate());
  }

  private static Order order(Login account, String host, @Nullable X509Certificate replaces)
      throws AcmeException {
    OrderBuilder order = account.newOrder().domain(host);
    boolean advised = account.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
    if (replaces != null && advised && replaces.getExtensionValue(ISSUER_KEY) != null) {
      try {
        return account.newOrder().domain(host).replaces(replaces).create();
      } catch (AcmeRateLimitedException e) {
        throw e; // another order would be one more
      } catch (AcmeServerException e) {
        // Replaced already, or not known (RFC 9773 section 5): then an order like any other.
        return order.create();
      }
    }
    return order.create();
  }

  private Login login() throws AcmeException, IssueException {
    Login known = login;
    if (known == null) {
      Session session = session();
      AccountBuilder account =
          new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKeys());
      if (settings.email() != null) {
        account.addEmail(settings.email());
      }
      AcmeSettings.ExternalAccount binding = settings.binding();
      if (binding != null) {
        account.withKeyIdentifier(binding.keyId(), binding.macKey());
      }
      // The account of this key, made if there is none (RFC 8555 section 7.3.1).
      known = account.createLogin(session);
      login = known;
    }
    return known;
  }

  private Session session() {
    Session session = new Session(settings.directory(), new DirectoryProvider(settings.trusted()));
    session.networkSettings().setTimeout(REQUEST_LIMIT);
    return session;
  }

  private KeyPair accountKeys() throws IssueException {
    try {
      return files.account();
    } catch (IOException e) {
      throw new IssueException(
          "the account's key in " + files.folder() + " cannot be used: " + e.getMessage(), null);
    }
  }

  @Override
  public @Nullable RenewalAdvice advice(X509Certificate certificate)
      throws IssueException, InterruptedException {
    try {
      Login account = account();
      if (account.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
        return null;
      }
      RenewalInfo info = account.bindRenewalInfo(certificate);
      Optional<Instant> askAgain = info.fetch();
      return new RenewalAdvice(
          info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(), askAgain.orElse(null));
    } catch (AcmeException | RuntimeException e) {
      throw failed(e);
    }
  }

  private Login account() throws AuthorityUnavailableException, InterruptedException {
    try {
      return login();
    } catch (IssueException e) {
      throw new AuthorityUnavailableException(e.problem(), e.retryAfter());
    } catch (AcmeException | RuntimeException e) {
      IssueException known = failed(e);
      throw new AuthorityUnavailableException(known.problem(), known.retryAfter());
    }
  }

  @Override
  public void rest() {
    login = null;
  }
}
