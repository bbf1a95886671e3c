package io.porty.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.net.tls.Credential;
import io.porty.net.tls.Staple;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.local.CertificateBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many certificates are prepared together, each once, and given back in one task. */
class CredentialsTest {

  private static final int MANY = 200;

  private static KeyPair keys;
  private static X509Certificate certificate;
  private static X509Certificate refused;

  private final Queue<Made> made = new ConcurrentLinkedQueue<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Credentials credentials = new Credentials(new Provider(), later::add);

  @BeforeAll
  static void issue() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    keys = generator.generateKeyPair();
    certificate = issued("good");
    refused = issued("refused");
  }

  private static X509Certificate issued(String name) throws GeneralSecurityException {
    Instant now = Instant.now();
    return new CertificateBuilder(keys.getPublic(), now, now.plusSeconds(3600))
        .commonName(name)
        .selfSigned(keys.getPrivate());
  }

  private static Identity identity(X509Certificate of) {
    return new Identity(List.of("f"), List.of(of), keys.getPrivate(), SubjectNames.NONE, null);
  }

  private static List<Identity> many() {
    return IntStream.range(0, MANY).mapToObj(i -> identity(certificate)).toList();
  }

  /** Counts its references. */
  private static final class Made implements Credential {

    private final AtomicInteger references = new AtomicInteger(1);

    @Override
    public void retain() {
      references.incrementAndGet();
    }

    @Override
    public void release() {
      references.decrementAndGet();
    }
  }

  @Test
  void eachIsPreparedOnce() {
    List<Identity> all = new ArrayList<>(many());
    all.addAll(all);
    credentials.prepareMany(all);
    assertThat(made).hasSize(MANY);
    all.forEach(credentials::prepare);
    credentials.prepareMany(all);
    assertThat(made).hasSize(MANY);
  }

  @Test
  void oneThatIsRefusedHoldsUpNoOtherAndIsSaidWhenItIsAskedFor() {
    List<Identity> all = new ArrayList<>(many());
    Identity bad = identity(refused);
    all.add(MANY / 2, bad);
    credentials.prepareMany(all);
    assertThat(made).hasSize(MANY);
    assertThatThrownBy(() -> credentials.prepare(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("refused");
  }

  @Test
  void whatNoConfigurationHasAnyMoreIsGivenBackInOneTask() {
    List<Identity> all = many();
    credentials.prepareMany(all);
    Credential kept = credentials.prepare(all.get(7)).credential();
    credentials.keep(List.of(all.get(7)));
    assertThat(later).hasSize(1);
    assertThat(made).allMatch(one -> one.references.get() == 1);
    later.get(0).run();
    assertThat(made).allMatch(one -> one.references.get() == (one.equals(kept) ? 1 : 0));
  }

  private final class Provider extends StubTlsProvider {

    @Override
    public Credential credential(
        List<X509Certificate> chain, PrivateKey key, @Nullable Staple staple) {
      if (chain.get(0).equals(refused)) {
        throw new IllegalArgumentException("refused");
      }
      Made one = new Made();
      made.add(one);
      return one;
    }
  }
}
