package io.porty.engine.config;

import io.netty.util.NetUtil;
import io.porty.api.Key;
import io.porty.api.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table {@code [admin]}: the admin endpoint. Without the table there is no endpoint.
 *
 * @param listen an address of this machine, or a Unix domain socket
 * @param token the bearer token that clients must send; empty if none is required
 */
public record AdminConfig(Target listen, Optional<String> token) {

  public static final String TABLE = "admin";

  private static final int MIN_TOKEN = 16;

  public static final Key<String> LISTEN =
      Key.string(
              "listen",
              "127.0.0.1:9901",
              "Listening address of the admin endpoint: \"address:port\" or \"unix:/path\"")
          .checked(Addresses::listenProblem);

  public static final Key<String> TOKEN =
      Key.secret(
              "token",
              "Token that clients must send as bearer token, or as password of basic authentication")
          .checked(AdminConfig::tokenProblem);

  public static final List<Key<?>> KEYS = List.of(LISTEN, TOKEN);

  private static Optional<String> tokenProblem(String token) {
    boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!visible) {
      return Optional.of("has characters that cannot be sent; use letters, digits and signs");
    }
    return token.length() < MIN_TOKEN
        ? Optional.of("is too easy to guess; use at least " + MIN_TOKEN + " characters")
        : Optional.empty();
  }

  static Optional<AdminConfig> read(Globals globals) {
    if (!globals.hasTable(TABLE)) {
      return Optional.empty();
    }
    TomlSettings settings = globals.table(TABLE);
    settings.rejectUnknown(KEYS, Set.of(), key -> Optional.empty());
    Optional<String> token = settings.find(TOKEN);
    String text = settings.get(LISTEN);
    Optional<Target> parsed = Addresses.listenTarget(text);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    Target listen = parsed.get();
    if (!isPrivate(listen) && !settings.has(TOKEN)) {
      settings.report(
          LISTEN,
          "is \"" + text + "\", which other machines can reach, and there is no token",
          "Add token = \"...\", a secret of at least "
              + MIN_TOKEN
              + " characters, or listen on 127.0.0.1.");
    }
    return Optional.of(new AdminConfig(listen, token));
  }

  /** Whether only this machine can connect. */
  public static boolean isPrivate(Target listen) {
    if (listen.isUnix() || listen.host().equals("localhost")) {
      return true;
    }
    byte[] address = NetUtil.createByteArrayFromIpAddressString(listen.host());
    try {
      return address != null && java.net.InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }
}
