package io.porty.net.tls.boringssl;

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

/** TLS by BoringSSL. */
public final class NativeProvider implements TlsProvider {

  private final String reason;

  /** Only where {@link BoringSsl#problem} is null. */
  public NativeProvider(String reason) {
    this.reason = reason;
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Credential credential(
      List<X509Certificate> chain, PrivateKey key, @Nullable Staple staple) {
    return new NativeCredential(chain, key, staple);
  }

  @Override
  public boolean sharesTickets() {
    return true;
  }

  @Override
  public boolean resumesSessions() {
    return true;
  }

  @Override
  public boolean showsStaples() {
    return true;
  }

  @Override
  public boolean logsKeys() {
    return true;
  }

  @Override
  public ClientContext client(ClientSettings settings) {
    return new NativeClientContext(settings);
  }

  @Override
  public ServerContext server(ServerSettings settings) {
    return new NativeServerContext(settings);
  }
}
