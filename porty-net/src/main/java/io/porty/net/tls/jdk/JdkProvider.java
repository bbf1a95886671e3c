package io.porty.net.tls.jdk;

import io.porty.net.tls.ClientContext;
import io.porty.net.tls.ClientSettings;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.Staple;
import io.porty.net.tls.TlsProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS by the JDK. */
public final class JdkProvider implements TlsProvider {

  private final String reason;

  public JdkProvider(String reason) {
    this.reason = reason;
  }

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Credential credential(
      List<X509Certificate> chain, PrivateKey key, @Nullable Staple staple) {
    return new JdkCredential(chain, key);
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
    return new JdkClientContext(settings);
  }

  @Override
  public ServerContext server(ServerSettings settings) {
    return new JdkServerContext(settings, InstantSource.system());
  }
}
