package io.porty.net.tls.cert;

/**
 * Which types of keys a client can verify, as a mask: from the signature schemes of its hello (RFC
 * 8446 section 4.2.3) and its groups.
 */
public final class OfferedKeyTypes {

  /** For a client that does not say, and for those who do not ask. */
  public static final int ALL = (1 << KeyType.values().length) - 1;

  private static final int ECDSA_P256_SHA256 = 0x0403;
  private static final int ECDSA_P384_SHA384 = 0x0503;
  private static final int ECDSA_P521_SHA512 = 0x0603;
  private static final int ED25519 = 0x0807;
  private static final int P256 = 23;
  private static final int P384 = 24;
  private static final int P521 = 25;

  /**
   * For a client that offers TLS 1.3, where a scheme names its curve.
   *
   * @param schemes signature schemes; only the first {@code count} are looked at
   */
  public static int of(int[] schemes, int count) {
    int mask = 0;
    for (int i = 0; i < count; i++) {
      mask |= bitOf(schemes[i]);
    }
    return mask;
  }

  /**
   * For a client of TLS 1.2, where an ECDSA scheme names a hash and goes with any curve of the
   * groups (RFC 8422 section 5.1.1).
   *
   * @param groups supported groups; only the first {@code groupCount} are looked at, none means
   *     that the client has no limits
   */
  public static int of(int[] schemes, int count, int[] groups, int groupCount) {
    int mask = of(schemes, count);
    int curves = KeyType.P256.bit() | KeyType.P384.bit() | KeyType.P521.bit();
    if ((mask & curves) == 0) {
      return mask;
    }
    int known = groupCount == 0 ? curves : 0;
    for (int i = 0; i < groupCount; i++) {
      known |=
          switch (groups[i]) {
            case P256 -> KeyType.P256.bit();
            case P384 -> KeyType.P384.bit();
            case P521 -> KeyType.P521.bit();
            default -> 0;
          };
    }
    return (mask & ~curves) | known;
  }

  private static int bitOf(int scheme) {
    return switch (scheme) {
      case ECDSA_P256_SHA256 -> KeyType.P256.bit();
      case ECDSA_P384_SHA384 -> KeyType.P384.bit();
      case ECDSA_P521_SHA512 -> KeyType.P521.bit();
      case ED25519 -> KeyType.ED25519.bit();
      // rsa_pkcs1 and rsa_pss_rsae with SHA-256, 384, 512.
      case 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806 -> KeyType.RSA.bit();
      default -> 0;
    };
  }

  private OfferedKeyTypes() {}
}
