package io.porty.net.tls.verify;

import static io.porty.net.tls.TestPki.NOW;
import static io.porty.net.tls.TestPki.ec;
import static io.porty.net.tls.TestPki.leaf;
import static io.porty.net.tls.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.TestPki.Issued;
import io.porty.net.tls.der.Oids;
import io.porty.net.tls.local.Extensions;
import io.porty.net.tls.verify.Verification.Reason;
import io.porty.net.tls.verify.Verification.Refused;
import io.porty.net.tls.verify.Verification.Trusted;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of backends: the chain and the name, or the key alone. */
class ServerVerifierTest {

  private static Issued root;
  private static Issued site;

  @BeforeAll
  static void issue() {
    root = root("Root");
    site = leaf(root, "api.example.com", "*.Apps.example.com", "10.0.0.5", "2001:db8::5");
  }

  private static ServerVerifier trusting(Issued authority) {
    return new ServerVerifier(new TrustAnchors(List.of(authority.certificate())), null);
  }

  private static Verification verify(Issued one, String host) {
    return trusting(root).verify(List.of(one.certificate()), host, NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "API.example.com.",
        "x.apps.example.com",
        "10.0.0.5",
        "2001:db8:0::5",
        "::ffff:10.0.0.5"
      })
  void aNameOfTheCertificateIsAccepted(String host) {
    assertThat(verify(site, host)).isInstanceOf(Trusted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "www.api.example.com",
        "apps.example.com",
        "x.y.apps.example.com",
        "*.apps.example.com",
        ".apps.example.com",
        "10.0.0.6",
        "2001:db8::6",
        "leaf",
        "",
        "api.example.com.."
      })
  void anyOtherNameIsRefusedWithThoseThatTheCertificateHas(String host) {
    Refused refused = (Refused) verify(site, host);
    assertThat(refused.reason()).isEqualTo(Reason.WRONG_NAME);
    assertThat(refused.message())
        .startsWith("the certificate is for api.example.com, *.apps.example.com, 10.0.0.5")
        .endsWith("not for " + host);
  }

  @Test
  void anAddressIsNoName() {
    Issued text = leaf(root, ec(), b -> b.with(Extensions.subjectAltName(List.of("a.test"))));
    assertThat(HostCheck.problem(text.certificate(), "10.0.0.5")).contains("not for 10.0.0.5");
  }

  @Test
  void aCertificateWithoutNamesIsForNobody() {
    Issued nameless = leaf(root, ec(), b -> b.commonName("api.example.com"));
    assertThat(HostCheck.problem(nameless.certificate(), "api.example.com"))
        .contains("no subjectAltName");
  }

  @Test
  void ofManyNamesTheFirstAreShown() {
    String[] names = IntStream.range(0, 30).mapToObj(i -> "h" + i + ".test").toArray(String[]::new);
    assertThat(HostCheck.problem(leaf(root, names).certificate(), "x.test"))
        .contains("h7.test and 22 more");
  }

  @Test
  void theChainIsVerifiedBeforeTheName() {
    Refused stranger =
        (Refused)
            trusting(root("Other")).verify(List.of(site.certificate()), "api.example.com", NOW);
    assertThat(stranger.reason()).isEqualTo(Reason.UNKNOWN_AUTHORITY);
    Issued client =
        leaf(
            root,
            ec(),
            b ->
                b.with(Extensions.subjectAltName(List.of("api.example.com")))
                    .with(Extensions.extendedKeyUsage(Oids.CLIENT_AUTH)));
    assertThat(((Refused) verify(client, "api.example.com")).reason())
        .isEqualTo(Reason.WRONG_PURPOSE);
  }

  @Test
  void aPinIsTheKeyAndNothingElse() {
    String pin = KeyPins.pinOf(site.certificate());
    assertThat(KeyPins.problem(pin)).isNull();
    TrustAnchors nobody = new TrustAnchors(List.of());
    ServerVerifier pinned = new ServerVerifier(nobody, new KeyPins(List.of(pin)));
    assertThat(pinned.verify(List.of(site.certificate()), "any.test", NOW))
        .isInstanceOf(Trusted.class);
    Refused other =
        (Refused) pinned.verify(List.of(root.certificate(), site.certificate()), "x", NOW);
    assertThat(other.reason()).isEqualTo(Reason.WRONG_PIN);
    assertThat(other.message()).contains(KeyPins.pinOf(root.certificate()));
  }

  @ParameterizedTest
  @CsvSource({
    "sha1/AAAA",
    "sha256/",
    "sha256/AAAA",
    "sha256/!",
    "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
  })
  void aPinOfAnotherFormIsAProblem(String pin) {
    assertThat(KeyPins.problem(pin)).contains("expected sha256/");
  }
}
