package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Text in PEM (RFC 7468) in native memory, for BoringSSL to read. {@link #close} overwrites what it
 * held.
 */
final class PemBio implements AutoCloseable {

  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, ascii("\n"));

  private static final byte[] BEGIN_CERTIFICATE = ascii("-----BEGIN CERTIFICATE-----\n");
  private static final byte[] END_CERTIFICATE = ascii("\n-----END CERTIFICATE-----\n");
  private static final byte[] BEGIN_KEY = ascii("-----BEGIN PRIVATE KEY-----\n");
  private static final byte[] END_KEY = ascii("\n-----END PRIVATE KEY-----\n");

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
        text.writeBytes(BEGIN_CERTIFICATE);
        text.writeBytes(BASE64.encode(certificate.getEncoded()));
        text.writeBytes(END_CERTIFICATE);
      }
    } catch (CertificateEncodingException e) {
      text.release();
      throw e;
    }
    return new PemBio(text);
  }

  /**
   * @param pkcs8 overwritten before this returns
   */
  static PemBio key(byte[] pkcs8) throws Exception {
    byte[] lines = BASE64.encode(pkcs8);
    Arrays.fill(pkcs8, (byte) 0);
    ByteBuf text = Unpooled.directBuffer(BEGIN_KEY.length + lines.length + END_KEY.length);
    text.writeBytes(BEGIN_KEY);
    text.writeBytes(lines);
    text.writeBytes(END_KEY);
    Arrays.fill(lines, (byte) 0);
    return new PemBio(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
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
