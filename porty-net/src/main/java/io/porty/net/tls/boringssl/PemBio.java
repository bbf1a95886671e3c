package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * Text in PEM (RFC 7468) in native memory, for BoringSSL to read. {@link #close} overwrites what it
 * held.
 */
final class PemBio implements AutoCloseable {

  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final ByteBuf text;
  private final long bio;

  private PemBio(ByteBuf text) throws Exception {
    this.text = text;
    this.bio = SSL.newMemBIO();
    SSL.bioWrite(bio, BoringSsl.address(text), text.readableBytes());
  }

  static PemBio certificates(List<X509Certificate> chain) throws Exception {
    ByteBuf text = Unpooled.directBuffer(2048 * chain.size());
    try {
      for (X509Certificate certificate : chain) {
        block(text, "CERTIFICATE", der(certificate));
      }
    } catch (CertificateEncodingException e) {
      text.release();
      throw e;
    }
    return new PemBio(text);
  }

  private static byte[] der(X509Certificate certificate) throws CertificateEncodingException {
    return certificate.getEncoded();
  }

  /**
   * @param pkcs8 overwritten before this returns
   */
  static PemBio key(byte[] pkcs8) throws Exception {
    ByteBuf text = Unpooled.directBuffer(4096);
    block(text, "PRIVATE KEY", pkcs8);
    java.util.Arrays.fill(pkcs8, (byte) 0);
    return new PemBio(text);
  }

  private static void block(ByteBuf out, String label, byte[] der) {
    byte[] lines = BASE64.encode(der);
    out.writeCharSequence("-----BEGIN " + label + "-----\n", StandardCharsets.US_ASCII);
    out.writeBytes(lines);
    out.writeCharSequence("\n-----END " + label + "-----\n", StandardCharsets.US_ASCII);
    java.util.Arrays.fill(lines, (byte) 0);
  }

  long pointer() {
    return bio;
  }

  @Override
  public void close() {
    SSL.freeBIO(bio);
    text.setZero(0, text.capacity());
    text.release();
  }
}
