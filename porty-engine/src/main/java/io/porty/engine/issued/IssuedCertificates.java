package io.porty.engine.issued;

import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IssuedSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that the sources of one configuration have obtained, and what they are doing.
 * Thread-safe.
 */
public final class IssuedCertificates {

  private final Map<IssuedSpec, IssueState> states = new LinkedHashMap<>();
  private final HttpAnswers http = new HttpAnswers();
  private final TlsAnswers tls = new TlsAnswers();
  private final CompletableFuture<Void> listening = new CompletableFuture<>();
  private @Nullable Runnable onChange;
  private Consumer<IssueResult> onResult = result -> {};

  /**
   * @param specs of all routes, each once, in the order of the configuration
   */
  public IssuedCertificates(Collection<IssuedSpec> specs) {
    for (IssuedSpec spec : specs) {
      states.put(spec, IssueState.NONE);
    }
  }

  /**
   * Has changes told from now on, on the thread that makes them.
   *
   * @param changed a certificate was published
   * @param result counts what sources report
   */
  public synchronized void tell(Runnable changed, Consumer<IssueResult> result) {
    onChange = changed;
    onResult = result;
  }

  /** The listeners are bound. */
  public void listen() {
    listening.complete(null);
  }

  /** Completes when the listeners are bound. */
  CompletionStage<Void> listening() {
    return listening.minimalCompletionStage();
  }

  /** Whether no certificate is of a certificate source. */
  public synchronized boolean isEmpty() {
    return states.isEmpty();
  }

  /** The hosts of a source, in the order of the configuration. */
  public synchronized List<String> hosts(String source) {
    return states.keySet().stream()
        .filter(spec -> spec.source().equals(source))
        .map(IssuedSpec::host)
        .toList();
  }

  /** What a source has for a host; null if there is none yet. */
  public synchronized @Nullable Identity find(IssuedSpec spec) {
    IssueState state = states.get(spec);
    return state == null ? null : state.identity();
  }

  /** The certificates that there are, each once. */
  public synchronized Set<Identity> identities() {
    Set<Identity> found = new LinkedHashSet<>();
    for (IssueState state : states.values()) {
      if (state.identity() != null) {
        found.add(state.identity());
      }
    }
    return found;
  }

  /** What there is for each host. */
  public synchronized Map<IssuedSpec, IssueState> states() {
    return new LinkedHashMap<>(states);
  }

  /**
   * Uses a certificate for the hosts among its names. One of several hosts does not take the place
   * of a newer one of single hosts, unless all have newer ones: then the older one is meant.
   *
   * @return whether a host of the source was among its names
   */
  boolean publish(String source, Identity identity) {
    Runnable changed;
    Consumer<IssueResult> result;
    List<IssuedSpec> covered = new ArrayList<>();
    synchronized (this) {
      for (IssuedSpec spec : states.keySet()) {
        if (spec.source().equals(source) && identity.names().dns().contains(spec.host())) {
          covered.add(spec);
        }
      }
      List<IssuedSpec> older = covered.stream().filter(spec -> !hasNewer(spec, identity)).toList();
      for (IssuedSpec spec : older.isEmpty() ? covered : older) {
        states.put(spec, new IssueState(identity, "", null));
      }
      changed = onChange;
      result = onResult;
    }
    if (!covered.isEmpty() && changed != null) {
      result.accept(new IssueResult(source, true));
      changed.run();
    }
    return !covered.isEmpty();
  }

  private boolean hasNewer(IssuedSpec spec, Identity than) {
    Identity now = find(spec);
    return now != null && now.notBefore().isAfter(than.notBefore());
  }

  /**
   * @return false if the source has no such host
   */
  boolean failed(IssuedSpec spec, IssueState failure) {
    Consumer<IssueResult> result;
    synchronized (this) {
      IssueState before = states.get(spec);
      if (before == null) {
        return false;
      }
      states.put(spec, new IssueState(before.identity(), failure.problem(), failure.nextAttempt()));
      result = onResult;
    }
    result.accept(new IssueResult(spec.source(), false));
    return true;
  }

  /** The answers to HTTP challenges. */
  public HttpAnswers http() {
    return http;
  }

  /** The answers to TLS challenges. */
  public TlsAnswers tls() {
    return tls;
  }
}
