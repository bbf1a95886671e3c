package io.porty.engine.tls;

import io.porty.api.route.ClientHello;
import io.porty.net.tls.cert.OfferedKeyTypes;

/** Which keys a client can verify, by its hello. */
final class HelloKeyTypes {

  private static final int TLS_1_3 = 0x0304;

  static int of(ClientHello hello) {
    int[] schemes = hello.signatureSchemes().toArray();
    if (schemes.length == 0) {
      return OfferedKeyTypes.ALL;
    }
    boolean newest = hello.versions().anyMatch(version -> version == TLS_1_3);
    int[] groups = hello.groups().toArray();
    return newest
        ? OfferedKeyTypes.of(schemes, schemes.length)
        : OfferedKeyTypes.of(schemes, schemes.length, groups, groups.length);
  }

  private HelloKeyTypes() {}
}
