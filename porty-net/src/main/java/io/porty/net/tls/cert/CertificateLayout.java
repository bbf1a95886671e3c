package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a certificate are (RFC 5280 section 4.1). It knows the usual form only, and
 * checks all of it: version 3, names of texts, a key and a signature that are not weak, no critical
 * extension but those of every certificate. Whatever else there is, valid or not, has none: the
 * JDK's parser decides about it.
 */
final class CertificateLayout {

  private static final int VERSION = DerTag.constructed(0);
  private static final int EXTENSIONS = DerTag.constructed(3);
  private static final int MAX_SERIAL_BITS = 160;
  private static final int MAX_EXTENSIONS = 32;
  private static final byte[] VERSION_3 = DerWriter.integer(2);
  private static final byte[] TRUE = DerWriter.bool(true);

  /** Extensions that may be critical; their content is read, too. */
  private static final Set<String> CRITICAL =
      Set.of(Oids.KEY_USAGE, Oids.BASIC_CONSTRAINTS, Oids.EXTENDED_KEY_USAGE);

  private final int issuer;
  private final int subject;
  private final int key;
  private final int extensions;
  private final long notBefore;
  private final long notAfter;
  private final KeyType keyType;
  private final UsualSignature signature;
  private boolean authority;

  /**
   * @return null for a certificate of another form
   */
  static @Nullable CertificateLayout of(byte[] der) {
    try {
      return new CertificateLayout(der);
    } catch (DerException e) {
      return null;
    }
  }

  private CertificateLayout(byte[] der) throws DerException {
    DerReader whole = new DerReader(der);
    DerReader certificate = whole.enter(DerTag.SEQUENCE);
    whole.end();
    DerReader body = certificate.enter(DerTag.SEQUENCE);
    signature = UsualSignature.read(certificate);
    certificate.bitString();
    certificate.end();
    DerReader version = body.enter(VERSION);
    require(version.isNext(VERSION_3));
    int bits = body.integer().bitLength();
    require(bits > 0 && bits <= MAX_SERIAL_BITS);
    require(UsualSignature.read(body) == signature);
    issuer = body.position();
    name(body.enter(DerTag.SEQUENCE));
    DerReader validity = body.enter(DerTag.SEQUENCE);
    notBefore = time(validity);
    notAfter = time(validity);
    validity.end();
    subject = body.position();
    name(body.enter(DerTag.SEQUENCE));
    key = body.position();
    keyType = UsualKey.read(body);
    DerReader tagged = body.enter(EXTENSIONS);
    body.end();
    extensions = tagged.position();
    extensions(der, tagged.enter(DerTag.SEQUENCE));
    tagged.end();
  }

  private static void require(boolean usual) throws DerException {
    if (!usual) {
      throw new DerException("another form");
    }
  }

  private static long time(DerReader validity) throws DerException {
    return validity.time().getEpochSecond();
  }

  private static void name(DerReader parts) throws DerException {
    require(parts.hasMore());
    while (parts.hasMore()) {
      DerReader part = parts.enter(DerTag.SET);
      DerReader attribute = part.enter(DerTag.SEQUENCE);
      part.end();
      attribute.oid();
      require(
          attribute.isNext(DerTag.UTF8_STRING)
              || attribute.isNext(DerTag.PRINTABLE_STRING)
              || attribute.isNext(DerTag.IA5_STRING));
      attribute.skip();
      attribute.end();
    }
  }

  private void extensions(byte[] der, DerReader all) throws DerException {
    int[] found = new int[MAX_EXTENSIONS];
    int count = 0;
    require(all.hasMore());
    while (all.hasMore()) {
      DerReader one = all.enter(DerTag.SEQUENCE);
      require(count < MAX_EXTENSIONS);
      found[count++] = one.position();
      byte[] oid = one.element();
      for (int i = 0; i < count - 1; i++) {
        require(!DerReader.at(der, found[i]).isNext(oid));
      }
      boolean critical = one.isNext(TRUE);
      if (critical) {
        one.skip();
      }
      int value = one.position();
      one.enter(DerTag.OCTET_STRING);
      one.end();
      String name = DerReader.at(oid, 0).oid();
      if (CRITICAL.contains(name)) {
        content(name, DerReader.at(der, value).enter(DerTag.OCTET_STRING));
      } else {
        require(!critical);
      }
    }
  }

  private void content(String oid, DerReader value) throws DerException {
    if (oid.equals(Oids.KEY_USAGE)) {
      byte[] bits = value.content(DerTag.BIT_STRING);
      require(bits.length > 1 && bits[0] >= 0 && bits[0] < 8);
    } else if (oid.equals(Oids.BASIC_CONSTRAINTS)) {
      constraints(value.enter(DerTag.SEQUENCE));
    } else {
      DerReader usages = value.enter(DerTag.SEQUENCE);
      require(usages.hasMore());
      while (usages.hasMore()) {
        usages.oid();
      }
    }
    value.end();
  }

  private void constraints(DerReader value) throws DerException {
    if (value.isNext(TRUE)) {
      value.skip();
      authority = true;
      if (value.hasMore()) {
        value.smallInteger();
      }
    }
    value.end();
  }

  /** Whether it is one of an authority. */
  boolean isAuthority() {
    return authority;
  }

  /** Where the issuer's name begins. */
  int issuer() {
    return issuer;
  }

  /** Where the subject's name begins. */
  int subject() {
    return subject;
  }

  /** Where the SubjectPublicKeyInfo begins. */
  int key() {
    return key;
  }

  /** Where the sequence of extensions begins. */
  int extensions() {
    return extensions;
  }

  Instant notBefore() {
    return Instant.ofEpochSecond(notBefore);
  }

  Instant notAfter() {
    return Instant.ofEpochSecond(notAfter);
  }

  KeyType keyType() {
    return keyType;
  }

  UsualSignature signature() {
    return signature;
  }
}
