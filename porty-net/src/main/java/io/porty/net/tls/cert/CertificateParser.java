package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses certificates. Those of authorities, which many chains share, are one object each; for any
 * thread.
 */
public final class CertificateParser {

  /** Chains of more authorities than this are read without sharing. */
  private static final int MAX_SHARED = 1000;

  private final CertificateFactory factory;
  private final Map<Der, X509Certificate> shared = new ConcurrentHashMap<>();

  public CertificateParser() {
    try {
      factory = CertificateFactory.getInstance("X.509");
    } catch (CertificateException e) {
      throw new AssertionError("every JDK has X.509", e);
    }
  }

  /**
   * @param der one certificate and nothing behind it
   * @throws CertificateException if it is none
   */
  public X509Certificate parse(byte[] der) throws CertificateException {
    Der key = new Der(der);
    X509Certificate known = shared.get(key);
    if (known != null) {
      return known;
    }
    try {
      DerReader reader = new DerReader(der);
      reader.skip();
      reader.end();
      X509Certificate parsed =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      return shared(key, parsed);
    } catch (DerException e) {
      throw new CertificateException(e.getMessage());
    } catch (RuntimeException e) {
      // Not declared by the JDK, and seen from its parsers: no file may end more than its reader.
      throw new CertificateException("malformed");
    }
  }

  /**
   * The same for one that is shown and hardly looked at: it takes less memory and time, but asked
   * for what no check of files asks, it is parsed anew at each call.
   *
   * @param der not copied
   */
  X509Certificate compact(byte[] der) throws CertificateException {
    Der key = new Der(der);
    X509Certificate known = shared.get(key);
    if (known != null) {
      return known;
    }
    CompactCertificate compact = CompactCertificate.of(der);
    return compact == null ? parse(der) : shared(key, compact);
  }

  private X509Certificate shared(Der key, X509Certificate parsed) {
    if (parsed.getBasicConstraints() >= 0 && shared.size() < MAX_SHARED) {
      shared.put(key, parsed);
    }
    return parsed;
  }

  /** A key of a map: the last bytes of a signature are as good as a hash. */
  private record Der(byte[] bytes) {

    private static final int HASHED = 8;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Der der && Arrays.equals(bytes, der.bytes);
    }

    @Override
    public int hashCode() {
      int hash = bytes.length;
      for (int i = Math.max(0, bytes.length - HASHED); i < bytes.length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }
  }
}
