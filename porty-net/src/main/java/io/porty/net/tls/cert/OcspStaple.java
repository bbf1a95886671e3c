package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * An OCSP answer from a file that says "good" of one certificate (RFC 6960 section 4.2). Its
 * signature is the client's to verify.
 */
public final class OcspStaple {

  /** For how long an answer counts that does not say when the next one comes. */
  static final Duration WITHOUT_NEXT_UPDATE = Duration.ofDays(1);

  private static final int GOOD = DerTag.primitive(0);
  private static final int REVOKED = DerTag.constructed(1);

  private final byte[] der;
  private final Instant thisUpdate;
  private final Instant validUntil;

  private OcspStaple(byte[] der, Instant thisUpdate, Instant validUntil) {
    this.der = der;
    this.thisUpdate = thisUpdate;
    this.validUntil = validUntil;
  }

  /**
   * @param der an {@code OCSPResponse}
   * @param leaf whom it must be for, by its serial number
   * @throws DerException with what is wrong: malformed, an error, of another certificate, or not
   *     "good"
   */
  public static OcspStaple parse(byte[] der, X509Certificate leaf) throws DerException {
    DerReader outer = new DerReader(der);
    DerReader response = outer.enter(DerTag.SEQUENCE);
    outer.end();
    byte[] status = response.content(DerTag.ENUMERATED);
    if (status.length != 1 || status[0] != 0) {
      throw new DerException("is an error of the responder instead of an answer");
    }
    DerReader wrapped = response.enter(DerTag.constructed(0)).enter(DerTag.SEQUENCE);
    if (!wrapped.oid().equals(Oids.OCSP_BASIC)) {
      throw new DerException("is not a basic OCSP answer");
    }
    DerReader basic = new DerReader(wrapped.content(DerTag.OCTET_STRING)).enter(DerTag.SEQUENCE);
    DerReader data = basic.enter(DerTag.SEQUENCE);
    if (data.isNext(DerTag.constructed(0))) {
      data.skip();
    }
    data.skip(); // responderID
    data.skip(); // producedAt
    DerReader answers = data.enter(DerTag.SEQUENCE);
    while (answers.hasMore()) {
      DerReader answer = answers.enter(DerTag.SEQUENCE);
      if (serial(answer.enter(DerTag.SEQUENCE)).equals(leaf.getSerialNumber())) {
        return single(der, answer);
      }
    }
    throw new DerException("is for another certificate");
  }

  private static BigInteger serial(DerReader certId) throws DerException {
    certId.skip(); // hashAlgorithm
    certId.skip(); // issuerNameHash
    certId.skip(); // issuerKeyHash
    return certId.integer();
  }

  private static OcspStaple single(byte[] der, DerReader answer) throws DerException {
    if (answer.isNext(REVOKED)) {
      throw new DerException("says that the certificate is revoked");
    }
    if (!answer.isNext(GOOD)) {
      throw new DerException("says that the certificate is unknown");
    }
    answer.skip();
    Instant thisUpdate = answer.generalizedTime();
    Instant until = thisUpdate.plus(WITHOUT_NEXT_UPDATE);
    if (answer.isNext(DerTag.constructed(0))) {
      until = answer.enter(DerTag.constructed(0)).generalizedTime();
    }
    return new OcspStaple(der.clone(), thisUpdate, until);
  }

  /** The answer as it goes into a handshake; a copy. */
  public byte[] der() {
    return der.clone();
  }

  public Instant thisUpdate() {
    return thisUpdate;
  }

  /** When a newer answer is there, or a day after {@link #thisUpdate} if it does not say. */
  public Instant validUntil() {
    return validUntil;
  }

  public boolean isValid(Instant now) {
    return !now.isBefore(thisUpdate) && now.isBefore(validUntil);
  }
}
