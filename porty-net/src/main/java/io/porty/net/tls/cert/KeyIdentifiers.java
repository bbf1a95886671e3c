package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Identifiers of keys in certificates (RFC 5280 sections 4.2.1.1 and 4.2.1.2). */
final class KeyIdentifiers {

  /** Whether a certificate names the key of its issuer. */
  static boolean match(X509Certificate issued, X509Certificate issuer) {
    byte[] own = subject(issuer);
    return own != null && Arrays.equals(own, authority(issued));
  }

  private static byte @Nullable [] subject(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(Oids.SUBJECT_KEY_ID);
    try {
      return value == null
          ? null
          : new DerReader(new DerReader(value).content(DerTag.OCTET_STRING))
              .content(DerTag.OCTET_STRING);
    } catch (DerException e) {
      return null;
    }
  }

  private static byte @Nullable [] authority(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(Oids.AUTHORITY_KEY_ID);
    try {
      if (value == null) {
        return null;
      }
      DerReader extension = new DerReader(new DerReader(value).content(DerTag.OCTET_STRING));
      return extension.enter(DerTag.SEQUENCE).content(DerTag.primitive(0));
    } catch (DerException e) {
      return null;
    }
  }

  private KeyIdentifiers() {}
}
