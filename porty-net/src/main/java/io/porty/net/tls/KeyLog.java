package io.porty.net.tls;

/**
 * Takes the secrets of handshakes, so that recorded connections can be decrypted (RFC 9850).
 * Thread-safe; called on event loops, so it does not wait.
 */
@FunctionalInterface
public interface KeyLog {

  /**
   * @param line without its end
   */
  void add(byte[] line);
}
