package io.porty.acme;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Connects to a directory whose certificate is verified with the authorities of a file. */
final class DirectoryProvider extends GenericAcmeProvider {

  private final List<X509Certificate> trusted;

  /**
   * @param trusted empty for the system's authorities
   */
  DirectoryProvider(List<X509Certificate> trusted) {
    this.trusted = trusted;
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    if (trusted.isEmpty()) {
      return super.createHttpClient(settings);
    }
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(settings.getTimeout())
        .proxy(settings.getProxySelector())
        .sslContext(context())
        .build();
  }

  private SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate one : trusted) {
        store.setCertificateEntry(Integer.toString(store.size()), one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a JDK has PKCS12 and TLS", e);
    }
  }
}
