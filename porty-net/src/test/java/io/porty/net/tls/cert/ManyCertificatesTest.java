package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.ec;
import static io.porty.net.tls.TestPki.intermediate;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static io.porty.net.tls.TestPki.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.OpenSsl;
import io.porty.net.tls.TestPki;
import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large sets are held together by identifiers first, and by signatures later. */
class ManyCertificatesTest {

  private static final int MANY = 300;

  private static Issued middle;
  private static Issued site;

  @TempDir Path folder;

  @BeforeAll
  static void issue() {
    middle = intermediate(root("Root"), "Middle");
    site = leaf(middle, "a.example");
  }

  private LoadedIdentity byIdentifiers(String chain, String key) {
    IdentitySpec spec = IdentitySpec.of(write(folder, "c.pem", chain), write(folder, "k.pem", key));
    return new IdentityReader(new CertificateParser()).read(spec, Pass.of(NOW, Proof.IDENTIFIERS));
  }

  private static String damaged(Issued one) throws Exception {
    byte[] der = one.certificate().getEncoded();
    der[der.length - 1] ^= 1;
    return TestPki.pem("CERTIFICATE", der);
  }

  @Test
  void whatDoesNotBelongTogetherIsFoundByIdentifiers() {
    assertThat(byIdentifiers(site.pem() + middle.pem(), site.keyPem()).problems()).isEmpty();
    Issued stranger = intermediate(root("Other"), "Middle");
    assertThat(byIdentifiers(site.pem() + stranger.pem(), site.keyPem()).identity()).isNull();
    assertThat(byIdentifiers(site.pem() + middle.pem(), middle.keyPem()).identity()).isNull();
  }

  @Test
  void theKeyOfAnotherCertificateIsFoundByThePublicKeyBesideIt() throws Exception {
    for (String file : List.of("one", "two")) {
      OpenSsl.run(
          folder,
          "genpkey",
          "-algorithm",
          "EC",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-out",
          file);
    }
    OpenSsl.run(
        folder,
        "req",
        "-x509",
        "-key",
        "one",
        "-out",
        "c",
        "-subj",
        "/CN=x",
        "-addext",
        "subjectAltName=DNS:x.test");
    for (String key : List.of("one", "two")) {
      IdentitySpec spec = IdentitySpec.of(folder.resolve("c"), folder.resolve(key));
      LoadedIdentity loaded =
          new IdentityReader(new CertificateParser()).read(spec, Pass.of(NOW, Proof.IDENTIFIERS));
      assertThat(loaded.identity() != null).isEqualTo(key.equals("one"));
    }
  }

  @Test
  void withoutIdentifiersSignaturesDecide() throws Exception {
    KeyPair keys = ec();
    X509Certificate plain =
        new CertificateBuilder(keys.getPublic(), TestPki.FROM, TestPki.TO)
            .with(Extensions.subjectAltName(List.of("a.test")))
            .signedBy(middle.certificate(), middle.keys().getPrivate());
    Issued one = new Issued(plain, keys);
    assertThat(byIdentifiers(one.pem() + middle.pem(), one.keyPem()).identity()).isNotNull();
    assertThat(byIdentifiers(damaged(one) + middle.pem(), one.keyPem()).identity()).isNull();
  }

  @Test
  void aDamagedSignatureIsFoundLaterInALargeSetAndAtOnceInASmallOne() throws Exception {
    Path key = write(folder, "key.pem", site.keyPem());
    List<IdentitySpec> specs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String leaf = i == 100 ? damaged(site) : site.pem();
      specs.add(IdentitySpec.of(write(folder, i + ".pem", leaf, middle.pem()), key));
    }
    IdentityReader reader = new IdentityReader(new CertificateParser());
    CertificateFiles small = new CertificateFiles(reader, specs.subList(90, 110));
    assertThat(small.load(NOW).problems()).singleElement().matches(p -> p.file().contains("100"));
    CertificateFiles large = new CertificateFiles(reader, specs);
    CertificateUpdate first = large.load(NOW);
    assertThat(first.problems()).isEmpty();
    List<CertificateProblem> later = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      CertificateUpdate update = large.poll(NOW.plusSeconds(10 * i));
      assertThat(update.changed()).isFalse();
      later.addAll(update.problems());
    }
    assertThat(later).singleElement().matches(p -> p.file().contains("100"));
    assertThat(later.get(0).message()).contains("did not sign");
    assertThat(Arrays.asList(large.identities().get(100))).doesNotContainNull();
  }
}
