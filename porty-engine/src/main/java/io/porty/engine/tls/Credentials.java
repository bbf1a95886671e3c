package io.porty.engine.tls;

import io.porty.engine.issued.ChallengeCredentials;
import io.porty.net.tls.Credential;
import io.porty.net.tls.Staple;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.OcspStaple;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the provider made of certificates: each once, until no configuration has it. */
final class Credentials implements ChallengeCredentials {

  /** Fewer are not worth other threads. */
  private static final int MIN_PARALLEL = 64;

  private final TlsProvider provider;
  private final Consumer<Runnable> later;
  private final Map<Identity, LoadedCredential> prepared = new HashMap<>();

  /**
   * @param later runs a task when no handshake can begin any more with what was replaced
   */
  Credentials(TlsProvider provider, Consumer<Runnable> later) {
    this.provider = provider;
    this.later = later;
  }

  synchronized LoadedCredential prepare(Identity identity) {
    LoadedCredential known = prepared.get(identity);
    if (known == null) {
      known = make(identity);
      prepared.put(identity, known);
    }
    return known;
  }

  private LoadedCredential make(Identity identity) {
    return new LoadedCredential(
        identity, provider.credential(identity.chain(), identity.privateKey(), staple(identity)));
  }

  /**
   * Has many prepared before they are asked for one by one, on all processors. Of those that the
   * provider refuses, {@link #prepare} says why.
   */
  synchronized void prepareMany(List<Identity> identities) {
    List<Identity> missing =
        identities.stream().filter(one -> !prepared.containsKey(one)).distinct().toList();
    if (missing.size() >= MIN_PARALLEL) {
      missing.parallelStream()
          .map(this::tryMake)
          .toList()
          .forEach(made -> made.ifPresent(one -> prepared.put(one.identity(), one)));
    }
  }

  private Optional<LoadedCredential> tryMake(Identity identity) {
    try {
      return Optional.of(make(identity));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Staple staple(Identity identity) {
    OcspStaple staple = identity.stapleAt(Instant.now());
    return staple == null ? null : new Staple(staple.der(), staple.validUntil());
  }

  /** Native memory of certificates that no configuration has any more. */
  synchronized void keep(List<Identity> used) {
    Set<Identity> kept = new HashSet<>(used);
    List<LoadedCredential> unused =
        prepared.values().stream().filter(one -> !kept.contains(one.identity())).toList();
    unused.forEach(one -> prepared.remove(one.identity()));
    release(unused);
  }

  @Override
  public Credential prepare(X509Certificate certificate, PrivateKey key) {
    return provider.credential(List.of(certificate), key, null);
  }

  @Override
  public void release(Credential credential) {
    later.accept(credential::release);
  }

  /** The same for several in one task. */
  void release(List<LoadedCredential> credentials) {
    if (!credentials.isEmpty()) {
      later.accept(() -> credentials.forEach(one -> one.credential().release()));
    }
  }
}
