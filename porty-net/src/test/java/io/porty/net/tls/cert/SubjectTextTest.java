package io.porty.net.tls.cert;

import static io.porty.net.tls.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.local.CertificateBuilder;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of certificates and certificates as field values. */
class SubjectTextTest {

  private static String of(String commonName) {
    return SubjectText.of(new X500Principal(CertificateBuilder.name(commonName)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|CN=plain",
        "Müller|CN=M\\C3\\BCller",
        "a,b+c\"d\\e;<f>|CN=a\\,b\\+c\\\"d\\\\e\\;\\<f\\>",
        "#x|CN=\\#x",
        "日本|CN=\\E6\\97\\A5\\E6\\9C\\AC",
        "😀|CN=\\F0\\9F\\98\\80",
      })
  void charactersAreEscapedAsRfc4514Says(String name, String expected) {
    assertThat(of(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 13, 0x1b, 0x7f, 0x85, 0xa0, 0x2028, 0x202e, 0xfeff})
  void noControlCharacterPasses(int character) {
    assertThat(of("a" + Character.toString(character) + "X-Evil: 1")).matches("[ -~]+");
  }

  @Test
  void controlCharactersAreHex() {
    assertThat(of("a\nb")).isEqualTo("CN=a\\0Ab");
    assertThat(of("a\u0000b")).isEqualTo("CN=a\\00b");
  }

  @Test
  void theMostSpecificPartComesFirst() {
    X500Principal name = new X500Principal("CN=a, OU=b, O=c, C=DE");
    assertThat(SubjectText.of(name)).isEqualTo("CN=a,OU=b,O=c,C=DE");
  }

  @Test
  void anAddressOfMailIsText() {
    byte[] mail = DerWriter.element(DerTag.IA5_STRING, "a@b.example".getBytes());
    byte[] name =
        DerWriter.sequence(
            DerWriter.set(DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.9.1"), mail)));
    assertThat(SubjectText.of(new X500Principal(name))).isEqualTo("emailAddress=a@b.example");
  }

  @Test
  void aCertificateIsAByteSequence() throws Exception {
    X509Certificate certificate = root("Root").certificate();
    String value = ClientCertField.of(certificate);
    assertThat(value).startsWith(":").endsWith(":").matches("[ -~]+");
    byte[] der = Base64.getDecoder().decode(value.substring(1, value.length() - 1));
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)))
        .isEqualTo(certificate);
  }
}
