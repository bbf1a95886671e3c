package io.porty.net.tls;

/** The versions of TLS that Porty speaks; older ones are forbidden (RFC 8996). */
public enum TlsVersion {
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /** The name by which providers and records know it. */
  public String protocol() {
    return protocol;
  }
}
