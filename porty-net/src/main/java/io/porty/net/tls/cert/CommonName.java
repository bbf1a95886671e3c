package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The common name of a certificate's subject. Stateless. */
public final class CommonName {

  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)+\\.?");

  /** A common name in lower case if it looks like a host; null if not. */
  static @Nullable String host(String name) {
    return HOST.matcher(name).matches() ? SubjectNames.normalised(name) : null;
  }

  /** The common name; null if it has none. */
  public static @Nullable String of(X509Certificate certificate) {
    try {
      DerReader names = new DerReader(CertificateFacts.subject(certificate)).enter(DerTag.SEQUENCE);
      while (names.hasMore()) {
        DerReader attribute = names.enter(DerTag.SET).enter(DerTag.SEQUENCE);
        if (attribute.oid().equals(Oids.COMMON_NAME)) {
          byte[] value = attribute.element();
          return new String(value, 2, value.length - 2, StandardCharsets.UTF_8);
        }
      }
    } catch (DerException e) {
      return null;
    }
    return null;
  }

  private CommonName() {}
}
