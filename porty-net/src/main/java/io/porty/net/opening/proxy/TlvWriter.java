package io.porty.net.opening.proxy;

import io.netty.buffer.ByteBuf;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.net.tls.cert.CommonName;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a client as type-length-value vectors: of its own TLS, else what the
 * header that it came with says. A vector that would make the header longer than Porty itself reads
 * is left out. Of one header.
 */
final class TlvWriter {

  private final ByteBuf header;

  TlvWriter(ByteBuf header) {
    this.header = header;
  }

  /**
   * @param uniqueId of the connection, if the client's header has none; null for none
   */
  void write(ConnectionFacts facts, @Nullable String uniqueId) {
    TlsSession tls = facts.tls();
    ProxyFacts said = facts.proxy();
    String protocol = tls == null ? null : tls.protocol();
    String authority = tls == null ? null : tls.serverName();
    if (said != null) {
      protocol = protocol == null ? said.protocol() : protocol;
      authority = authority == null ? said.authority() : authority;
    }
    String own = said == null ? null : said.uniqueId();
    text(TlvType.UNIQUE_ID, own == null ? uniqueId : own, StandardCharsets.ISO_8859_1);
    text(TlvType.ALPN, protocol, StandardCharsets.ISO_8859_1);
    text(TlvType.AUTHORITY, authority, StandardCharsets.UTF_8);
    ProxyFacts.Ssl ssl = said == null ? null : said.ssl();
    if (tls != null) {
      ssl(own(tls), tls.resumed());
    } else if (ssl != null) {
      ssl(ssl, false);
    }
  }

  private static ProxyFacts.Ssl own(TlsSession tls) {
    PeerCertificate shown = tls.peer();
    return new ProxyFacts.Ssl(
        tls.version(),
        tls.cipher(),
        shown == null ? null : CommonName.of(shown.certificate()),
        shown != null);
  }

  private void ssl(ProxyFacts.Ssl ssl, boolean resumed) {
    int start = header.writerIndex();
    if (header.readableBytes() + TlvType.HEAD + TlvType.SSL_FIELDS > ProxyParser.MAX_LENGTH) {
      return;
    }
    int client = TlvType.CLIENT_SSL;
    if (ssl.verified()) {
      client |= TlvType.CLIENT_CERT_SESS | (resumed ? 0 : TlvType.CLIENT_CERT_CONN);
    }
    header.writeByte(TlvType.SSL).writeShort(0).writeByte(client).writeInt(ssl.verified() ? 0 : 1);
    text(TlvType.SSL_VERSION, ssl.version(), StandardCharsets.US_ASCII);
    text(TlvType.SSL_CIPHER, ssl.cipher(), StandardCharsets.US_ASCII);
    text(TlvType.SSL_CN, ssl.commonName(), StandardCharsets.UTF_8);
    header.setShort(start + 1, header.writerIndex() - start - TlvType.HEAD);
  }

  private void text(int type, @Nullable String text, Charset charset) {
    if (text != null) {
      byte[] value = text.getBytes(charset);
      int all = header.readableBytes() + TlvType.HEAD + value.length;
      if (all <= ProxyParser.MAX_LENGTH) {
        header.writeByte(type).writeShort(value.length).writeBytes(value);
      }
    }
  }
}
