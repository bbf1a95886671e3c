package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.engine.issued.IssuedCertificates;
import io.porty.engine.issued.IssuedSink;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.local.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates the certificate sources of a configuration, each with its table at the top. */
final class CertificateSourceReader {

  private final PluginCatalog catalog;
  private final PluginContexts contexts;
  private final TomlSettings top;
  private final Map<String, String> environment;
  private final Path data;

  /**
   * @param top the whole configuration
   * @param environment where the data folder may be named
   */
  CertificateSourceReader(
      PluginCatalog catalog,
      PluginContexts contexts,
      TomlSettings top,
      Map<String, String> environment) {
    this.catalog = catalog;
    this.contexts = contexts;
    this.top = top;
    this.environment = environment;
    this.data = DataFolder.of(environment, Path.of(System.getProperty("user.home")));
  }

  /** Where folders may be named. */
  Map<String, String> environment() {
    return environment;
  }

  /**
   * Creates those that certificates need, and reports what is wrong with their tables and hosts.
   *
   * @param certificates all that are of a source
   * @param hasPlainHttp whether a listener answers HTTP challenges
   */
  List<ConfiguredSource> read(
      List<CertificateConfig> certificates, IssuedCertificates issued, boolean hasPlainHttp) {
    List<ConfiguredSource> created = new ArrayList<>();
    for (String source : catalog.certificateSources().names()) {
      List<CertificateConfig> own =
          certificates.stream().filter(one -> spec(one).source().equals(source)).toList();
      if (!own.isEmpty()) {
        load(source, own.get(0))
            .flatMap(
                offer -> create(offer, own, new IssuedSink(source, issued, hasPlainHttp), issued))
            .ifPresent(created::add);
      }
    }
    return created;
  }

  private static IssuedSpec spec(CertificateConfig one) {
    return (IssuedSpec) one.spec();
  }

  private static Optional<PluginCatalog.Offer> failed(CertificateConfig at, String why) {
    int end = why.indexOf('\n');
    at.at()
        .report(
            at.key(),
            "names a certificate source that cannot be loaded: "
                + (end < 0 ? why : why.substring(0, end)),
            "Unpack plugins/ of the archive again, or use certificate files.");
    return Optional.empty();
  }

  private Optional<PluginCatalog.Offer> load(String source, CertificateConfig at) {
    try {
      return catalog.certificateSources().find(source);
    } catch (PluginException e) {
      return failed(at, String.valueOf(e.getMessage()));
    }
  }

  private Optional<ConfiguredSource> create(
      PluginCatalog.Offer offer,
      List<CertificateConfig> own,
      IssuedSink sink,
      IssuedCertificates issued) {
    CertificateSourceFactory factory = (CertificateSourceFactory) offer.factory();
    List<Key<?>> keys = factory.keys();
    CertificateConfig first = own.get(0);
    TomlSettings table =
        top.table(factory.name(), first.at().place(first.key())).declaring(offer.guard(), keys);
    table.rejectUnknown(keys, Set.of(), key -> Optional.empty());
    boolean complete = table.readAll(keys);
    try {
      own.forEach(one -> checkHost(factory, one));
      if (!complete) {
        return Optional.empty();
      }
      SourceContext context =
          new SourceContext(
              contexts.of(offer.plugin()),
              issued.hosts(factory.name()),
              data.resolve(factory.name()),
              Path.of(top.place().text().name()).toAbsolutePath().resolveSibling(""),
              sink);
      return Optional.of(
          new ConfiguredSource(factory, factory.create(table, context), table, offer.guard()));
    } catch (MissingKeyException e) {
      return Optional.empty();
    } catch (PluginFault e) {
      own.get(0)
          .at()
          .fault(own.get(0).key(), "is \"" + factory.name() + "\", which " + e.whatOfCreate(), e);
      return Optional.empty();
    }
  }

  private static void checkHost(CertificateSourceFactory factory, CertificateConfig one) {
    Optional<String> refusal = factory.refusal(spec(one).host());
    if (refusal.isEmpty()) {
      return;
    }
    String[] parts = refusal.get().split("; ", 2);
    one.at()
        .report(
            one.at().has(RouteKeys.HOST) ? RouteKeys.HOST : one.key(),
            "has no certificate by tls = \""
                + factory.name()
                + "\" for \""
                + spec(one).host()
                + "\": it "
                + parts[0],
            ConfiguredCertificates.sentence(parts.length > 1 ? parts[1] : "choose another host"));
  }
}
