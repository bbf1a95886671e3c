package io.porty.engine.config;

import io.netty.util.NetUtil;
import io.porty.api.IpLiteral;
import io.porty.api.Key;
import io.porty.api.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Declares and validates keys whose value is a host or an address. */
final class Addresses {

  /** The value for "no fixed target" in the samples of the original Porty. */
  static final String UNUSED = "unused";

  static Key<String> listen(String name, @Nullable String defaultValue, String documentation) {
    return Key.string(name, defaultValue, documentation)
        .checked(
            v ->
                isListenable(v)
                    ? Optional.empty()
                    : Optional.of(
                        "is \""
                            + v
                            + "\"; expected an address of this machine, such as \"0.0.0.0\", \"127.0.0.1\" or \"::\""));
  }

  static Key<String> target(String name, @Nullable String defaultValue, String documentation) {
    return Key.string(name, defaultValue, documentation)
        .checked(
            v ->
                isHost(v)
                    ? Optional.empty()
                    : Optional.of(
                        "is \""
                            + v
                            + "\"; expected a host name or an IP address without port or scheme"));
  }

  /** The error in a listen address for a single socket, which needs an explicit port. */
  static Optional<String> listenProblem(String text) {
    return listenTarget(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "is \""
                + text
                + "\"; expected \"address:port\", such as \"127.0.0.1:9090\", or \"unix:/path\"");
  }

  /** The listen address for a single socket; empty if it is invalid. */
  static Optional<Target> listenTarget(String text) {
    return ListenAddress.parse(text)
        .filter(address -> !address.isFreePort())
        .map(
            address ->
                address.unix()
                    ? Target.unix(address.host())
                    : new Target(address.host(), address.port()));
  }

  static boolean isListenable(String host) {
    return IpLiteral.parse(host) != null
        || NetUtil.isValidIpV6Address(host)
        || host.equals("localhost");
  }

  /** The error in the host of a target. */
  static Optional<String> targetProblem(Target target) {
    return target.isUnix() || isHost(target.host())
        ? Optional.empty()
        : Optional.of(
            "is \""
                + target
                + "\"; expected a host name or an IP address with a port, or \"unix:/path\"");
  }

  static boolean isHost(String host) {
    if (IpLiteral.parse(host) != null || NetUtil.isValidIpV6Address(host)) {
      return true;
    }
    return host.matches(
            "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?")
        && host.length() <= 253
        && !IpLiteral.endsInNumber(host);
  }

  private Addresses() {}
}
