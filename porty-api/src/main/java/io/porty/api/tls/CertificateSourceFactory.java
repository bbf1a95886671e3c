package io.porty.api.tls;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Creates the certificate source of one name, once for a configuration with {@code tls = "NAME"} in
 * any route. Settings: the table {@code [NAME]} at the top of the file.
 *
 * @since 0.2
 */
@PluginImplements
public interface CertificateSourceFactory {

  /**
   * {@return the name in {@code tls}: lower case, digits and underscores; not {@code local} nor a
   * table of Porty's own}
   */
  String name();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * Why the source can never have a certificate for a host; called for each host of its routes. By
   * default it refuses wildcards and IP addresses.
   *
   * @param host a normalised host name, or a wildcard: {@code *.example.com}
   * @return the reason with a remedy, a sentence; empty if it can have one
   */
  default Optional<String> refusal(String host) {
    return CertificateHosts.refusal(host);
  }

  /**
   * Creates the source for one configuration. Must neither block nor open anything; {@link
   * CertificateSource#start} does. Also called by {@code porty check}.
   *
   * @param settings the values of {@link #keys}
   * @param context services of Porty
   * @return the source
   */
  CertificateSource create(Settings settings, Context context);

  /** The context of a certificate source. */
  @PortyImplements
  interface Context extends PluginContext {

    /** {@return the hosts that certificates are needed for, each once, in the order of the file} */
    List<String> hosts();

    /**
     * {@return a folder for what the source keeps, below the user's data folder; it need not exist}
     */
    Path dataFolder();

    /** {@return the folder of the configuration file, for relative paths in the settings} */
    Path configFolder();

    /** {@return what the source hands certificates and challenges to} */
    CertificateSink sink();
  }

  /**
   * A factory from a function, for sources that have certificates for host names only.
   *
   * <pre>{@code
   * CertificateSourceFactory.of("vault", List.of(URL),
   *     (settings, context) -> new VaultSource(settings.get(URL), context.hosts(), context.sink()))
   * }</pre>
   *
   * @param name as in {@code tls}
   * @param keys every key that {@code create} reads
   * @param create as {@link #create(Settings, Context)}
   * @return the factory
   */
  static CertificateSourceFactory of(
      String name, List<Key<?>> keys, BiFunction<Settings, Context, CertificateSource> create) {
    return new CertificateSourceFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Key<?>> keys() {
        return keys;
      }

      @Override
      public CertificateSource create(Settings settings, Context context) {
        return create.apply(settings, context);
      }
    };
  }
}
