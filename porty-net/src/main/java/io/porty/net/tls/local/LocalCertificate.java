package io.porty.net.tls.local;

import io.porty.api.IpLiteral;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.SubjectNames;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of the local authority in memory: for localhost, names directly below it, the
 * machine's name, loopback addresses, and further hosts. It is made when it is first asked for, and
 * the authority with it. Waits for the disk; for one thread at a time.
 */
public final class LocalCertificate {

  /** It is made anew when so much of its lifetime is left. */
  static final Duration RENEWED_BEFORE = LocalAuthority.LEAF_LIFETIME.dividedBy(3);

  private final LocalAuthorityFiles files;
  private final String machine;
  private final List<String> names;
  private @Nullable Identity identity;

  /**
   * @param machine see {@link MachineName}
   * @param scope of the authority
   * @param hosts besides its own names, all in the scope
   */
  public LocalCertificate(
      LocalAuthorityFiles files, String machine, LocalScope scope, List<String> hosts) {
    this.files = files;
    this.machine = machine;
    this.names = names(scope, hosts);
  }

  /** All names of a certificate, each once. */
  public static List<String> names(LocalScope scope, List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(List.of("localhost", "*.localhost"));
    all.addAll(scope.hosts());
    all.addAll(hosts);
    all.addAll(List.of("127.0.0.1", "::1"));
    return List.copyOf(all);
  }

  /** What it is for, whether or not it has been made. */
  public SubjectNames names() {
    List<String> dns = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (String name : names) {
      InetAddress address = IpLiteral.parse(name);
      if (address == null) {
        dns.add(name);
      } else {
        addresses.add(address);
      }
    }
    return new SubjectNames(dns, addresses);
  }

  /** The authority's files. */
  public LocalAuthorityFiles files() {
    return files;
  }

  /**
   * The certificate, made if there is none.
   *
   * @throws LocalAuthorityException if the authority cannot be made or used
   */
  public Identity identity(Instant now) throws LocalAuthorityException {
    Identity known = identity;
    if (known == null) {
      known = files.open(machine, now).issue(names, now);
      identity = known;
    }
    return known;
  }

  /** The certificate; null before it was made. */
  public @Nullable Identity made() {
    return identity;
  }

  /**
   * Makes it anew if it was made and expires before long.
   *
   * @return whether it has changed
   * @throws LocalAuthorityException if the authority cannot be made or used; the old one stays
   */
  public boolean renew(Instant now) throws LocalAuthorityException {
    Identity known = identity;
    if (known == null || now.isBefore(known.notAfter().minus(RENEWED_BEFORE))) {
      return false;
    }
    identity = files.open(machine, now).issue(names, now);
    return true;
  }
}
