package io.porty.net.tls.der;

/** Object identifiers that certificates, keys and OCSP answers use. */
public final class Oids {

  public static final String RSA = "1.2.840.113549.1.1.1";
  public static final String EC = "1.2.840.10045.2.1";
  public static final String ED25519 = "1.3.101.112";

  public static final String PBES2 = "1.2.840.113549.1.5.13";
  public static final String PBKDF2 = "1.2.840.113549.1.5.12";

  public static final String COMMON_NAME = "2.5.4.3";
  public static final String SUBJECT_KEY_ID = "2.5.29.14";
  public static final String KEY_USAGE = "2.5.29.15";
  public static final String SUBJECT_ALT_NAME = "2.5.29.17";
  public static final String BASIC_CONSTRAINTS = "2.5.29.19";
  public static final String NAME_CONSTRAINTS = "2.5.29.30";
  public static final String AUTHORITY_KEY_ID = "2.5.29.35";
  public static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /** Authority information access (RFC 5280 section 4.2.2.1). */
  public static final String AUTHORITY_INFO = "1.3.6.1.5.5.7.1.1";

  public static final String CA_ISSUERS = "1.3.6.1.5.5.7.48.2";

  /** TLS features (RFC 7633), known as must-staple. */
  public static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  public static final String ANY_USAGE = "2.5.29.37.0";
  public static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  public static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  public static final String OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";

  private Oids() {}
}
