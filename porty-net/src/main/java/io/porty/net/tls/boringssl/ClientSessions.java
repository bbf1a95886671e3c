package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import io.netty.internal.tcnative.SSLSessionCache;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest session of each backend, for resumption (RFC 8446 section 2.2). BoringSSL calls it
 * when a session arrives, which in TLS 1.3 is after the handshake. Thread-safe.
 */
final class ClientSessions implements SSLSessionCache {

  /** Backends whose session is kept; the one that was used longest ago goes first. */
  static final int MAX_SESSIONS = 1024;

  private final Map<Long, String> keys = new java.util.HashMap<>();
  private final LinkedHashMap<String, Long> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** Offers the session of a key to the backend, if there is one, and keeps the ones that come. */
  synchronized void resume(long ssl, String key) {
    keys.put(ssl, key);
    Long session = sessions.get(key);
    if (session == null) {
      return;
    }
    SSL.setSession(ssl, session);
    if (SSLSession.shouldBeSingleUse(session)) {
      sessions.remove(key);
      SSLSession.free(session);
    }
  }

  /** The connection is over. */
  synchronized void forget(long ssl) {
    keys.remove(ssl);
  }

  /** Answers whether it keeps the session, and so owns a reference to it. */
  @Override
  public synchronized boolean sessionCreated(long ssl, long session) {
    String key = keys.get(ssl);
    if (key == null || closed) {
      return false;
    }
    free(sessions.put(key, session));
    if (sessions.size() > MAX_SESSIONS) {
      var oldest = sessions.entrySet().iterator();
      free(oldest.next().getValue());
      oldest.remove();
    }
    return true;
  }

  private static void free(@Nullable Long session) {
    if (session != null) {
      SSLSession.free(session);
    }
  }

  /** A client looks sessions up by itself. */
  @Override
  public long getSession(long ssl, byte[] id) {
    return -1;
  }

  synchronized void close() {
    closed = true;
    sessions.values().forEach(ClientSessions::free);
    sessions.clear();
  }
}
