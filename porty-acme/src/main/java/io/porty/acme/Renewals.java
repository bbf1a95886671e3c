package io.porty.acme;

import io.porty.api.tls.CertificateSink;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obtains and renews the certificates of all hosts from one authority: reads those on disk,
 * requests those that are missing or due, one after the other, and writes them. Blocking; not
 * thread-safe.
 */
final class Renewals {

  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

  /** When a certificate is written again that could not be. */
  private static final Duration SAVE_RETRY = Duration.ofMinutes(1);

  private final AcmeFiles files;
  private final Authority authority;
  private final CertificateSink sink;
  private final InstantSource clock;
  private final RenewalTiming timing;
  private final List<HostPlan> plans = new ArrayList<>();
  private OrderBudget budget = new OrderBudget();
  private String told = "";

  Renewals(
      AcmeFiles files,
      Authority authority,
      CertificateSink sink,
      InstantSource clock,
      RenewalTiming timing) {
    this.files = files;
    this.authority = authority;
    this.sink = sink;
    this.clock = clock;
    this.timing = timing;
  }

  /** Goes on with what a predecessor has asked for in the last hour. */
  void inherit(Renewals predecessor) {
    budget = predecessor.budget;
  }

  /** Publishes what is on the disk. */
  void load(List<String> hosts) {
    for (String host : hosts) {
      Failures failures = failures(host);
      HostPlan plan = new HostPlan(host, failures);
      plans.add(plan);
      read(plan);
      if (failures.count() > 0 && plan.isWanted(clock.instant())) {
        sink.failed(host, failures.problem(), failures.retryAt());
      }
    }
  }

  private Failures failures(String host) {
    return files.failures(host).atLatest(clock.instant().plus(RenewalTiming.MAX_RETRY_AFTER));
  }

  /** This process obtains certificates from now on: what failed for the one before counts. */
  void takeOver() {
    plans.forEach(plan -> plan.failed(failures(plan.host())));
    told = "";
  }

  /** Nothing can be obtained now; told once, for hosts that have no certificate. */
  void blocked(String problem, Instant retryAt) {
    if (problem.equals(told)) {
      return;
    }
    told = problem;
    LOG.info("{}", problem);
    for (HostPlan plan : plans) {
      if (plan.certificate() == null) {
        sink.failed(plan.host(), problem, retryAt);
      }
    }
  }

  /** Publishes what another process has written since. */
  void reread() {
    for (HostPlan plan : plans) {
      if (!files.modified(plan.host()).equals(plan.modified())) {
        read(plan);
      }
    }
  }

  private void read(HostPlan plan) {
    FileTime modified = files.modified(plan.host());
    plan.seen(modified);
    try {
      Optional<StoredCertificate> found = files.read(plan.host());
      if (found.isPresent()) {
        use(plan, found.get(), modified);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "the certificate of {} in {} is not used, and obtained anew: {}",
          plan.host(),
          files.folder(),
          e.getMessage());
    }
  }

  /** Publishes first: what cannot be shown to clients is not kept. */
  private void use(HostPlan plan, StoredCertificate certificate, FileTime modified) {
    if (!certificate.isFor(plan.host())) {
      throw new IllegalArgumentException("it is not for " + plan.host());
    }
    sink.publish(certificate.chain(), certificate.key());
    plan.has(
        certificate, timing.renewal(certificate.notBefore(), certificate.notAfter()), modified);
  }

  /**
   * Does what is due.
   *
   * @return when something is due next
   * @throws InterruptedException if the thread is to end
   */
  Instant round() throws InterruptedException {
    boolean reached = true;
    // Those that wait longest come first, so that some that always fail do not use up the budget.
    List<HostPlan> byUrgency = plans.stream().sorted(Comparator.comparing(HostPlan::due)).toList();
    for (HostPlan plan : byUrgency) {
      if (plan.isUnsaved()) {
        save(plan);
      }
      reached = reached && advise(plan);
      Instant now = clock.instant();
      if (!plan.due().isAfter(now) && !budget.next(now).isAfter(now)) {
        budget.take(now);
        obtain(plan);
      }
    }
    authority.rest();
    return next();
  }

  private Instant next() {
    Instant now = clock.instant();
    Instant next = Instant.MAX;
    for (HostPlan plan : plans) {
      Instant due = plan.due().isAfter(now) ? plan.due() : budget.next(now);
      next = earlier(next, earlier(due, plan.adviceAt()));
      next = plan.isUnsaved() ? earlier(next, now.plus(SAVE_RETRY)) : next;
    }
    return next;
  }

  private static Instant earlier(Instant one, Instant two) {
    return one.isBefore(two) ? one : two;
  }

  /**
   * @return false if the authority is unavailable: it is not asked again in this round
   */
  private boolean advise(HostPlan plan) throws InterruptedException {
    StoredCertificate certificate = plan.certificate();
    Instant now = clock.instant();
    if (certificate == null || plan.adviceAt().isAfter(now)) {
      return true;
    }
    try {
      RenewalAdvice advice = authority.advice(certificate.leaf());
      if (advice == null) {
        plan.askAgain(timing.nextAdvice(now, null));
        return true;
      }
      plan.askAgain(timing.nextAdvice(now, advice.askAgain()));
      if (!plan.isKnown(advice)) {
        follow(plan, certificate, advice);
      }
      return true;
    } catch (AuthorityUnavailableException e) {
      LOG.info("no renewal advice (ARI): {}", e.getMessage());
      plans.forEach(one -> one.askAgain(timing.nextAdvice(now, null)));
      return false;
    } catch (IssueException e) {
      LOG.info("no renewal advice (ARI) for {}: {}", plan.host(), e.getMessage());
      plan.askAgain(timing.nextAdvice(now, null));
      return true;
    }
  }

  private void follow(HostPlan plan, StoredCertificate certificate, RenewalAdvice advice) {
    Instant from = certificate.notBefore();
    Instant to = certificate.notAfter();
    if (advice.start().isAfter(to)) {
      plan.advised(advice, timing.renewal(from, to));
      LOG.warn(
          "the authority advises to renew {} after it has expired (ARI): not followed",
          plan.host());
      return;
    }
    plan.advised(advice, timing.renewal(advice, from, to));
    if (!advice.start().isAfter(clock.instant())) {
      LOG.warn("the authority asks for {} to be renewed now (ARI)", plan.host());
    }
  }

  private void obtain(HostPlan plan) throws InterruptedException {
    StoredCertificate before = plan.certificate();
    @Nullable X509Certificate replaces = before == null ? null : before.leaf();
    LOG.info("requesting a certificate for {}", plan.host());
    StoredCertificate issued;
    try {
      issued = authority.issue(plan.host(), replaces);
      use(plan, issued, plan.modified());
    } catch (IssueException e) {
      failed(plan, e.problem(), e.retryAfter());
      return;
    } catch (IllegalArgumentException e) {
      failed(plan, "what the authority issued is not used: " + e.getMessage(), null);
      return;
    }
    plan.failed(Failures.NONE);
    LOG.info("obtained a certificate for {}, valid until {}", plan.host(), issued.notAfter());
    save(plan);
  }

  /** Writes a certificate that is in use already. */
  private void save(HostPlan plan) {
    StoredCertificate issued = plan.certificate();
    if (issued == null) {
      return;
    }
    boolean again = plan.isUnsaved();
    try {
      files.write(plan.host(), issued);
      files.write(plan.host(), Failures.NONE);
      plan.seen(files.modified(plan.host()));
      plan.unsaved(false);
      if (again) {
        sink.publish(issued.chain(), issued.key()); // the problem is over
      }
    } catch (IOException | IllegalArgumentException e) {
      plan.unsaved(true);
      if (!again) {
        sink.failed(
            plan.host(),
            "its certificate serves, but cannot be written to "
                + files.folder()
                + ": "
                + e.getMessage(),
            clock.instant().plus(SAVE_RETRY));
      }
    }
  }

  private void failed(HostPlan plan, String problem, @Nullable Instant said) {
    int count = plan.failures().count() + 1;
    Instant retry = timing.retry(clock.instant(), count, said);
    Failures failures = new Failures(count, retry, problem);
    plan.failed(failures);
    sink.failed(plan.host(), problem, retry);
    try {
      files.write(plan.host(), failures);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", files.folder(), e.getMessage());
    }
  }
}
