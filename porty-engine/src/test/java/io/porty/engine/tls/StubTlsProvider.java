package io.porty.engine.tls;

import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.Staple;
import io.porty.net.tls.TlsProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider that makes nothing; tests override what they expect to be asked for. */
class StubTlsProvider implements TlsProvider {

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public String reason() {
    return "of this test";
  }

  @Override
  public Credential credential(
      List<X509Certificate> chain, PrivateKey key, @Nullable Staple staple) {
    throw new AssertionError("no credential is expected");
  }

  @Override
  public boolean sharesTickets() {
    return false;
  }

  @Override
  public boolean resumesSessions() {
    return false;
  }

  @Override
  public boolean showsStaples() {
    return false;
  }

  @Override
  public boolean logsKeys() {
    return false;
  }

  @Override
  public ClientContext client(ClientSettings settings) {
    throw new AssertionError("no context for backends is expected");
  }

  @Override
  public ServerContext server(ServerSettings settings) {
    throw new AssertionError("no context for clients is expected");
  }
}
