package io.porty.engine.config;

import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.verify.TrustAnchors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a route towards its backends.
 *
 * @param verify whether certificates are checked
 * @param authorities trusted ones; null for the system's
 * @param pins keys that are trusted by themselves; empty for none
 * @param name in place of the target's host; null for the target's host
 * @param own the files of Porty's own certificate; null without one
 * @param protocols that are offered (RFC 7301)
 * @param at its table
 */
public record UpstreamTlsConfig(
    boolean verify,
    @Nullable TrustAnchors authorities,
    List<String> pins,
    @Nullable String name,
    @Nullable IdentitySpec own,
    List<String> protocols,
    TomlSettings at) {

  public UpstreamTlsConfig {
    pins = List.copyOf(pins);
    protocols = List.copyOf(protocols);
  }
}
