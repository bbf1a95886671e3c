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
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the provider made of certificates: each once, until no configuration has it. */
final class Credentials implements ChallengeCredentials {

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
      known =
          new LoadedCredential(
              identity,
              provider.credential(identity.chain(), identity.privateKey(), staple(identity)));
      prepared.put(identity, known);
    }
    return known;
  }

  private static @Nullable Staple staple(Identity identity) {
    OcspStaple staple = identity.stapleAt(Instant.now());
    return staple == null ? null : new Staple(staple.der(), staple.validUntil());
  }

  /** Native memory of certificates that no configuration has any more. */
  synchronized void keep(List<Identity> used) {
    Set<Identity> kept = new HashSet<>(used);
    prepared
        .entrySet()
        .removeIf(
            entry -> {
              boolean unused = !kept.contains(entry.getKey());
              if (unused) {
                release(entry.getValue().credential());
              }
              return unused;
            });
  }

  @Override
  public Credential prepare(X509Certificate certificate, PrivateKey key) {
    return provider.credential(List.of(certificate), key, null);
  }

  @Override
  public void release(Credential credential) {
    later.accept(credential::release);
  }
}
