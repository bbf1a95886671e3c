package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.internal.tcnative.SSL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of BoringSSL (SSL) with its network BIO, whose buffer is either what was received
 * or where encrypted bytes go. Not thread-safe: on the channel's event loop. After {@link #free}
 * nothing may be called; {@link #isFreed} says so.
 */
final class NativeSsl {

  /**
   * What BoringSSL writes while it reads (a server's flight, alerts) waits in native memory of so
   * many bytes for {@link #drain}; the rest of it is written as soon as there is room.
   */
  private static final int BIO_BYTES = 1024;

  private final NativeContext context;
  private final long ssl;
  private final long bio;
  private int overhead;
  private final boolean server;
  private boolean freed;

  private NativeSsl(NativeContext context, boolean server) {
    this.context = context;
    this.server = server;
    context.retain();
    this.ssl = SSL.newSSL(context.pointer(), server);
    this.bio = SSL.bioNewByteBuffer(ssl, BIO_BYTES);
  }

  static NativeSsl server(NativeContext context, NativeCredential credential) {
    NativeSsl made = new NativeSsl(context, true);
    try {
      credential.install(made.ssl);
      return made;
    } catch (Exception e) {
      made.free();
      throw new IllegalStateException("BoringSSL takes no certificate: " + e.getMessage(), e);
    }
  }

  /**
   * @param credential Porty's own; null without one
   * @param serverName sent to the peer; null for none
   */
  static NativeSsl client(
      NativeContext context, @Nullable NativeCredential credential, @Nullable String serverName) {
    NativeSsl made = new NativeSsl(context, false);
    try {
      if (serverName != null) {
        SSL.setTlsExtHostName(made.ssl, serverName);
      }
      if (credential != null) {
        credential.install(made.ssl);
      }
      return made;
    } catch (Exception e) {
      made.free();
      throw new IllegalStateException("BoringSSL takes no certificate: " + e.getMessage(), e);
    }
  }

  long pointer() {
    return ssl;
  }

  boolean isServer() {
    return server;
  }

  NativeContext context() {
    return context;
  }

  /**
   * Bytes that a record is longer than what it carries. After the handshake: before, BoringSSL
   * knows no cipher, and answers the header's length alone.
   */
  int overhead() {
    if (overhead == 0) {
      overhead = SSL.getMaxWrapOverhead(ssl);
    }
    return overhead;
  }

  boolean isFreed() {
    return freed;
  }

  /** Lends it bytes that were received; until {@link #unlend}. */
  void lend(long address, int length) {
    SSL.bioSetByteBuffer(bio, address, length, false);
  }

  /** Has what is written go to a buffer; until {@link #unlend}. */
  void lendOutput(ByteBuf out) {
    SSL.bioSetByteBuffer(
        bio, BoringSsl.address(out) + out.writerIndex(), out.writableBytes(), true);
  }

  /** Lent bytes that are not read or written yet. */
  int lentBytes() {
    return SSL.bioLengthByteBuffer(bio);
  }

  void unlend() {
    SSL.bioClearByteBuffer(bio);
  }

  /** Bytes that wait for {@link #drain}. */
  int waitingBytes() {
    return SSL.bioLengthNonApplication(bio);
  }

  /** Copies what waits to the lent output. */
  void drain() {
    SSL.bioFlushByteBuffer(bio);
  }

  /** One step of the handshake: positive when it is complete; else see {@link #error}. */
  int handshake() {
    return SSL.doHandshake(ssl);
  }

  /** Decrypts; 0 or less: see {@link #error}. */
  int read(long address, int length) {
    return SSL.readFromSSL(ssl, address, length);
  }

  /** Encrypts to the lent output; 0 or less: see {@link #error}. */
  int write(long address, int length) {
    return SSL.writeToSSL(ssl, address, length);
  }

  /** Why a call answered 0 or less: a constant of {@link SSL}. */
  int error(int result) {
    return SSL.getError(ssl, result);
  }

  /**
   * Writes close_notify, if the handshake is complete; true if it has to be called again when what
   * waits is drained: session tickets come first.
   */
  boolean shutdown() {
    int result = SSL.isInInit(ssl) == 0 ? SSL.shutdownSSL(ssl) : 0;
    if (result >= 0) {
      return false;
    }
    boolean full = error(result) == SSL.SSL_ERROR_WANT_WRITE;
    SSL.clearError();
    return full;
  }

  /** The certificates of a server's peer; BoringSSL has its leaf apart from the others. */
  static byte[][] peerChain(long ssl, byte[] leaf) {
    byte[] @Nullable [] others = SSL.getPeerCertChain(ssl);
    List<byte[]> all = new ArrayList<>(List.of(leaf));
    if (others != null) {
      for (byte[] other : others) {
        if (!Arrays.equals(other, leaf)) {
          all.add(other);
        }
      }
    }
    return all.toArray(byte[][]::new);
  }

  /** The newest error's text; clears all of them, which belong to the thread. */
  static String takeError() {
    String text = SSL.getLastError();
    SSL.clearError();
    return text == null ? "" : text;
  }

  /** Idempotent. */
  void free() {
    if (!freed) {
      freed = true;
      context.unwatch(ssl);
      SSL.freeSSL(ssl);
      SSL.clearError();
      context.release();
    }
  }
}
