package io.porty.net.tls.cert;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain with its private key, checked: what Porty shows in a handshake. Immutable,
 * for any thread. No text of it has a part of the key.
 */
public final class Identity {

  private final List<String> sources;
  private final List<X509Certificate> chain;
  private final PrivateKey privateKey;
  private final KeyType keyType;
  private final SubjectNames names;
  private final @Nullable OcspStaple staple;

  /**
   * @param sources names of the files it was read from, the certificate first; or one word
   * @param chain the leaf first, at least one
   * @param privateKey of the leaf
   * @param names of the leaf
   * @param staple null without one
   */
  public Identity(
      List<String> sources,
      List<X509Certificate> chain,
      PrivateKey privateKey,
      SubjectNames names,
      @Nullable OcspStaple staple) {
    KeyType type = KeyType.of(privateKey);
    if (chain.isEmpty() || type == null) {
      throw new IllegalArgumentException("an identity has a leaf and a key of a known type");
    }
    this.sources = List.copyOf(sources);
    this.chain = List.copyOf(chain);
    this.privateKey = privateKey;
    this.keyType = type;
    this.names = names;
    this.staple = staple;
  }

  /** The files it was read from, the certificate first. */
  public List<String> sources() {
    return sources;
  }

  /** The leaf first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate leaf() {
    return chain.get(0);
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  public KeyType keyType() {
    return keyType;
  }

  public SubjectNames names() {
    return names;
  }

  public Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /** Whether a certificate of the chain has ended, or not begun. */
  boolean isOutOfTime(Instant now) {
    for (X509Certificate one : chain) {
      if (now.isAfter(one.getNotAfter().toInstant())
          || now.isBefore(one.getNotBefore().toInstant())) {
        return true;
      }
    }
    return false;
  }

  public BigInteger serial() {
    return leaf().getSerialNumber();
  }

  /** SHA-256 of the leaf, lower-case hex. Computed at each call. */
  public String fingerprint() {
    return Fingerprint.sha256(leaf());
  }

  /** The OCSP answer that is valid at a time; null if there is none. */
  public @Nullable OcspStaple stapleAt(Instant now) {
    return staple != null && staple.isValid(now) ? staple : null;
  }

  /** Source, names, type of the key and end. */
  @Override
  public String toString() {
    return sources.get(0) + " " + names.all() + " " + keyType.text() + " until " + notAfter();
  }
}
