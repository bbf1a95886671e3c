package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.Library;
import io.netty.internal.tcnative.SSL;
import io.netty.util.internal.NativeLibraryLoader;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The native library: loaded once, with this class, without Netty's own tables of ciphers and
 * engines (a thousand classes).
 */
public final class BoringSsl {

  private static final @Nullable String PROBLEM = load();

  private static @Nullable String load() {
    String os = PlatformDependent.normalizedOs();
    String arch = PlatformDependent.normalizedArch();
    try {
      NativeLibraryLoader.loadFirstAvailable(
          SSL.class.getClassLoader(), "netty_tcnative_" + os + "_" + arch, "netty_tcnative");
      Library.initialize("provided", null);
      String version = SSL.versionString();
      return version.contains("BoringSSL") ? null : "the library is " + version;
    } catch (Exception | LinkageError e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getName() : message.lines().findFirst().orElse("");
    }
  }

  /** Why it cannot be used; null if it can. Loads it when called first: not on an event loop. */
  public static @Nullable String problem() {
    return PROBLEM;
  }

  /** Where a direct buffer's first byte is in memory. */
  static long address(ByteBuf direct) {
    if (direct.hasMemoryAddress()) {
      return direct.memoryAddress();
    }
    // The buffer may be a view of a larger one, whose address is the one that JNI gives.
    ByteBuffer view = direct.internalNioBuffer(0, direct.capacity());
    return Buffer.address(view) + view.position();
  }

  private BoringSsl() {}
}
