package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of the files of one certificate. */
final class IdentityReading {

  private static final int DER_SEQUENCE = 0x30;

  private final CertificateParser parser;
  private final IdentitySpec spec;
  private final Pass pass;
  private final CertificateProblems problems;

  IdentityReading(
      CertificateParser parser, IdentitySpec spec, Pass pass, CertificateProblems problems) {
    this.parser = parser;
    this.spec = spec;
    this.pass = pass;
    this.problems = problems;
  }

  @Nullable Identity read() {
    String certFile = spec.cert().toString();
    List<PemBlock> blocks = blocks(spec.cert());
    List<ChainLink> chain = blocks == null ? List.of() : chain(certFile, blocks);
    List<PemBlock> keyBlocks = spec.keyFile().equals(spec.cert()) ? blocks : blocks(spec.keyFile());
    PrivateKey key = keyBlocks == null ? null : key(keyBlocks);
    if (chain.isEmpty()) {
      return null;
    }
    ChainChecks checks = new ChainChecks(certFile, chain, pass.proof(), problems);
    if (key != null) {
      checks.key(key, spec.keyFile().toString());
    }
    SubjectNames names = check(chain, checks);
    OcspStaple staple = staple(chain.get(0));
    if (key == null || problems.hasErrors()) {
      return null;
    }
    List<String> sources = new ArrayList<>();
    spec.files().forEach(file -> sources.add(file.toString()));
    return new Identity(sources, certificates(chain), key, names, staple);
  }

  private SubjectNames check(List<ChainLink> chain, ChainChecks checks) {
    checks.signatures();
    checks.strength();
    SubjectNames names = names(spec.cert().toString(), chain.get(0));
    checks.names(names, spec.purpose());
    checks.purpose(spec.purpose());
    checks.dates(pass.now());
    checks.completeness();
    return names;
  }

  /** Reads and checks the certificates alone, without a key. */
  List<X509Certificate> certificates() {
    String certFile = spec.cert().toString();
    List<PemBlock> blocks = blocks(spec.cert());
    List<ChainLink> chain = blocks == null ? List.of() : chain(certFile, blocks);
    if (!chain.isEmpty()) {
      check(chain, new ChainChecks(certFile, chain, pass.proof(), problems));
    }
    return certificates(chain);
  }

  private static List<X509Certificate> certificates(List<ChainLink> chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    chain.forEach(link -> certificates.add(link.certificate()));
    return certificates;
  }

  private @Nullable List<PemBlock> blocks(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX_PAIR, problems);
    if (bytes == null) {
      return null;
    }
    int before = problems.list().size();
    List<PemBlock> blocks = PemReader.read(file.toString(), bytes, problems);
    if (!blocks.isEmpty() || problems.list().size() > before) {
      return blocks;
    }
    boolean der = bytes.length > 0 && bytes[0] == DER_SEQUENCE;
    problems.error(
        file.toString(),
        0,
        der ? "is DER or PKCS#12, not PEM" : "has no PEM block",
        der
            ? "convert it: openssl x509 -inform der -in FILE -out NEW for a certificate, openssl"
                + " pkcs12 -in FILE -out NEW for PKCS#12"
            : "it must have lines such as -----BEGIN CERTIFICATE-----");
    return null;
  }

  private List<ChainLink> chain(String file, List<PemBlock> blocks) {
    List<ChainLink> chain = new ArrayList<>();
    boolean any = false;
    for (PemBlock block : blocks) {
      if (block.label().equals(PemBlock.CERTIFICATE)) {
        any = true;
        try {
          chain.add(new ChainLink(parser.compact(block.der()), block.line()));
        } catch (CertificateException e) {
          problems.error(
              file, block.line(), "is not a certificate", "the file is damaged; copy it again");
        }
      }
    }
    if (!any) {
      problems.error(
          file,
          0,
          "has no certificate",
          "set cert to the file that has a block \"-----BEGIN CERTIFICATE-----\"");
    }
    return chain;
  }

  private @Nullable PrivateKey key(List<PemBlock> blocks) {
    Path file = spec.keyFile();
    pass.permissions().check(file, problems);
    Path passwordFile = spec.passwordFile();
    char[] password =
        passwordFile == null ? null : PasswordFile.read(passwordFile, pass.permissions(), problems);
    if (passwordFile != null && password == null) {
      return null;
    }
    PrivateKey key = new KeyReader(file.toString(), password, problems).read(blocks);
    if (password != null) {
      Arrays.fill(password, '\0');
    }
    return key;
  }

  private SubjectNames names(String file, ChainLink leaf) {
    try {
      return SubjectNames.of(leaf.certificate());
    } catch (DerException e) {
      problems.error(
          file, leaf.line(), "has a malformed subjectAltName", "have the certificate made anew");
      return SubjectNames.NONE;
    }
  }

  private @Nullable OcspStaple staple(ChainLink leaf) {
    OcspStaple staple = null;
    Path ocsp = spec.ocsp();
    if (ocsp != null) {
      staple = StapleFile.read(ocsp, leaf.certificate(), pass.now(), problems);
    }
    boolean stapled = staple != null && staple.isValid(pass.now());
    if (!stapled && CertificateFacts.mustStaple(leaf.certificate())) {
      problems.warning(
          spec.cert().toString(),
          leaf.line(),
          "demands an OCSP staple and there is none that is valid",
          "set ocsp to a file that is fetched regularly, or renew without must-staple");
    }
    return staple;
  }
}
