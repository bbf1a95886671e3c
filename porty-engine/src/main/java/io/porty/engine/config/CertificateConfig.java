package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.net.tls.cert.CertificateSpec;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.cert.LocalSpec;
import java.util.List;

/**
 * One certificate of a configuration.
 *
 * @param spec where it comes from
 * @param key that it is configured by
 * @param isDefault whether it is shown to clients that ask for no name, or for an unknown one
 * @param owner the route or listener it is configured for, for messages
 * @param at the table of its keys; for one that is {@code tls = "WORD"}, the table that {@code tls}
 *     is in
 */
public record CertificateConfig(
    CertificateSpec spec, Key<String> key, boolean isDefault, String owner, TomlSettings at) {

  static CertificateConfig ofFiles(IdentitySpec files, String owner, TomlSettings at) {
    return new CertificateConfig(files, TlsKeys.CERT, false, owner, at);
  }

  static CertificateConfig ofFolder(IdentitySpec files, String owner, TomlSettings at) {
    return new CertificateConfig(files, TlsKeys.CERT_FOLDER, false, owner, at);
  }

  static CertificateConfig local(List<String> hosts, String owner, TomlSettings at) {
    return new CertificateConfig(new LocalSpec(hosts), TlsKeys.WORD, false, owner, at);
  }

  /** Of a certificate source, which obtains it while Porty runs. */
  static CertificateConfig issued(String source, String host, String owner, TomlSettings at) {
    Key<String> key = at.has(TlsKeys.SOURCE) ? TlsKeys.SOURCE : TlsKeys.WORD;
    return new CertificateConfig(new IssuedSpec(source, host), key, false, owner, at);
  }

  /** Whether it is one of the local authority. */
  boolean isLocal() {
    return spec instanceof LocalSpec;
  }

  CertificateConfig asDefault(boolean whether) {
    return new CertificateConfig(spec, key, whether, owner, at);
  }

  /** File, line and owner, for messages that come later than those of the file. */
  String where() {
    ConfigPosition place = at.place(key);
    String line = place.line() > 0 ? place.text().name() + ":" + place.line() + ": " : "";
    return line + owner + ": ";
  }

  /** Where it is configured, seen from a file. */
  String place(ConfigText from) {
    String place = at.place(key).seenFrom(from);
    return file().isEmpty() ? place : place + ", " + file();
  }

  /** Of a folder the file that it is in; else empty, for its line has it. */
  String file() {
    return key.equals(TlsKeys.CERT_FOLDER) && spec instanceof IdentitySpec files
        ? files.cert().toString()
        : "";
  }
}
