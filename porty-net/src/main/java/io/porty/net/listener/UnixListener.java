package io.porty.net.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.listener.ListenerContext;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Listens on a Unix domain socket (unix(7)). A stale socket file is replaced; any other file is an
 * error. Closing removes the file unless another process has replaced it.
 */
public final class UnixListener extends SocketListener {

  /** File permissions; connecting needs write permission. */
  public static final Key<String> MODE =
      Key.string("file_mode", "0660", "Permissions of the socket's file, in octal")
          .checked(
              v ->
                  v.matches("0?[0-7]{3}")
                      ? Optional.empty()
                      : Optional.of(
                          "is \"" + v + "\"; expected permissions in octal, such as \"0660\""));

  private final ListenerContext context;
  private final Path path;
  private final String permissions;
  private Object file = new Object();

  public UnixListener(Settings settings, ListenerContext context) {
    this(settings.get(MODE), context);
  }

  /**
   * @param mode permissions of the file, in octal
   */
  public UnixListener(String mode, ListenerContext context) {
    super(new Acceptors(context, UnixListener::ownerOnly));
    this.context = context;
    this.path = Path.of(context.address());
    this.permissions = permissions(mode);
  }

  /**
   * Creates the file with restrictive permissions: on Linux it gets the mode of the socket
   * (unix_bind in the kernel), which can be changed before bind.
   */
  static void ownerOnly(Channel socket) {
    if (socket instanceof UnixChannel unix) {
      Path descriptor = Path.of("/proc/self/fd/" + unix.fd().intValue());
      try {
        Files.setPosixFilePermissions(descriptor, PosixFilePermissions.fromString("rw-------"));
      } catch (IOException | UnsupportedOperationException e) {
        // On other systems the permissions are set after the file is created with the umask's.
      }
    }
  }

  private static String permissions(String octal) {
    int bits = Integer.parseInt(octal, 8);
    StringBuilder text = new StringBuilder(9);
    for (int i = 8; i >= 0; i--) {
      text.append((bits >> i & 1) == 0 ? '-' : "xwr".charAt(i % 3));
    }
    return text.toString();
  }

  @Override
  public SocketAddress bind() throws IOException {
    List<ServerBootstrap> inherited = context.inherited();
    if (!inherited.isEmpty()) {
      acceptors.adopt(inherited);
      file = identity();
      return context.unixAddress(context.address());
    }
    removeStale();
    SocketAddress bound =
        acceptors.bind(context.unixBootstrap(), context.unixAddress(context.address()));
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      file = identity();
    } catch (IOException | RuntimeException e) {
      acceptors.close();
      Files.deleteIfExists(path);
      throw e;
    }
    return bound;
  }

  private void removeStale() throws IOException {
    BasicFileAttributes existing;
    try {
      existing = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!existing.isOther()) {
      throw new IOException("the file exists and is not a socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      Files.deleteIfExists(path); // refused: nobody listens; any other error leaves the file
      return;
    }
    throw new BindException("another process listens on it");
  }

  private Object identity() throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path : key;
  }

  @Override
  public void handedOver() {
    super.handedOver();
    file = new Object();
  }

  @Override
  public void close() {
    super.close();
    try {
      if (identity().equals(file)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // The file does not exist any more.
    }
  }
}
