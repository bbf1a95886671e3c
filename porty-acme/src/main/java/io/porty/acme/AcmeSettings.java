package io.porty.acme;

import io.porty.api.Settings;
import io.porty.api.tls.CertificateSourceFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code [acme]}.
 *
 * @param email null if the account has none
 * @param directory of the authority
 * @param trusted that the directory's certificate is verified with; empty for the system's
 * @param folder for account key and certificates
 * @param binding of an external account; null without one
 */
record AcmeSettings(
    @Nullable String email,
    URI directory,
    List<X509Certificate> trusted,
    Path folder,
    @Nullable ExternalAccount binding) {

  /**
   * An account that the authority knows (RFC 8555 section 7.3.4).
   *
   * @param macKey base64url; secret
   */
  record ExternalAccount(String keyId, String macKey) {
    @Override
    public String toString() {
      return "external account " + keyId;
    }
  }

  AcmeSettings {
    trusted = List.copyOf(trusted);
  }

  /** Reads it; mistakes are reported, and replaced by something harmless. */
  static AcmeSettings read(Settings settings, CertificateSourceFactory.Context context) {
    if (!settings.get(AcmeKeys.AGREE)) {
      settings.report(
          AcmeKeys.AGREE,
          "is not true",
          "Read the terms of service of the authority, and if you agree write agree = true below a line [acme].");
    }
    URI directory = AcmeKeys.directory(settings.get(AcmeKeys.DIRECTORY));
    return new AcmeSettings(
        settings.find(AcmeKeys.EMAIL).orElse(null),
        directory,
        trusted(settings, context.configFolder()),
        folder(settings, context),
        binding(settings));
  }

  private static Path folder(Settings settings, CertificateSourceFactory.Context context) {
    Optional<String> name = settings.find(AcmeKeys.FOLDER);
    Path folder = context.dataFolder();
    try {
      folder = name.isPresent() ? context.configFolder().resolve(name.get()) : folder;
    } catch (InvalidPathException e) {
      settings.report(AcmeKeys.FOLDER, "is no path: " + e.getReason(), "Name a folder.");
    }
    if (!folder.isAbsolute()) {
      settings.report(
          AcmeKeys.FOLDER,
          "is missing, and the user has no data folder",
          "Write folder = \"/var/lib/porty/acme\", or set XDG_DATA_HOME.");
    }
    return folder;
  }

  private static List<X509Certificate> trusted(Settings settings, Path base) {
    Optional<String> name = settings.find(AcmeKeys.CA);
    if (name.isEmpty()) {
      return List.of();
    }
    try {
      List<X509Certificate> all = Pem.certificates(Files.readString(base.resolve(name.get())));
      if (all.isEmpty()) {
        settings.report(
            AcmeKeys.CA, "has no certificate", "Name a PEM file with BEGIN CERTIFICATE.");
      }
      return all;
    } catch (InvalidPathException e) {
      settings.report(AcmeKeys.CA, "is no path: " + e.getReason(), "Name a file.");
    } catch (IOException e) {
      settings.report(
          AcmeKeys.CA,
          "is \"" + name.get() + "\", which cannot be read",
          "Name a PEM file that Porty's user may read.");
    }
    return List.of();
  }

  private static @Nullable ExternalAccount binding(Settings settings) {
    Optional<String> id = settings.find(AcmeKeys.EAB_KEY_ID);
    Optional<String> key = settings.find(AcmeKeys.EAB_MAC_KEY);
    if (id.isPresent() != key.isPresent()) {
      settings.report(
          id.isPresent() ? AcmeKeys.EAB_MAC_KEY : AcmeKeys.EAB_KEY_ID,
          "is missing",
          "An external account has both eab_key_id and eab_mac_key, or eab_mac_key_file.");
      return null;
    }
    if (id.isEmpty() || key.isEmpty()) {
      return null;
    }
    try {
      Base64.getUrlDecoder().decode(key.get());
    } catch (IllegalArgumentException e) {
      settings.report( // without what is in it
          AcmeKeys.EAB_MAC_KEY, "is not base64url", "Copy it from the authority as it is.");
      return null;
    }
    return new ExternalAccount(id.get(), key.get());
  }
}
