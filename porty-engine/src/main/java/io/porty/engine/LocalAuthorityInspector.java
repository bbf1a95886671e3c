package io.porty.engine;

import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.local.DataFolder;
import io.porty.net.tls.local.LocalAuthority;
import io.porty.net.tls.local.LocalAuthorityException;
import io.porty.net.tls.local.LocalAuthorityFiles;
import io.porty.net.tls.local.LocalPair;
import io.porty.net.tls.local.MachineName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The user's local CA, for commands. Waits for the disk. */
public final class LocalAuthorityInspector {

  private static LocalAuthorityFiles files() {
    return new LocalAuthorityFiles(
        DataFolder.of(System.getenv(), Path.of(System.getProperty("user.home"))));
  }

  private static String machine() {
    return MachineName.of(System.getenv());
  }

  /** The file of its certificate, whether or not it is there. */
  public static Path file() {
    return files().certificate();
  }

  /** Whether it is there. */
  public static boolean exists() {
    return files().exist();
  }

  /**
   * What it may sign, or would if it were made now.
   *
   * @throws StartException if what is there cannot be used
   */
  public static String scope() throws StartException {
    try {
      return files().scope(machine(), Instant.now()).toString();
    } catch (LocalAuthorityException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    }
  }

  /**
   * Makes it unless it is there.
   *
   * @throws StartException if it cannot be made or used
   */
  public static void make() throws StartException {
    open();
  }

  private static LocalAuthority open() throws StartException {
    try {
      return files().open(machine(), Instant.now());
    } catch (LocalAuthorityException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    }
  }

  /**
   * Writes a new certificate and its key, named after the first name; replaces nothing.
   *
   * @param names hosts, wildcards and addresses
   * @param folder made if it is not there
   * @return the certificate's file, then the key's
   * @throws StartException if a name is not allowed, or a file cannot be written
   */
  public static List<Path> issue(List<String> names, Path folder) throws StartException {
    LocalAuthority authority = open();
    try {
      Identity identity = authority.issue(names, Instant.now());
      return LocalPair.write(identity, folder, names.get(0));
    } catch (LocalAuthorityException e) {
      throw new StartException(StartException.CONFIGURATION, e);
    } catch (FileAlreadyExistsException e) {
      throw new StartException(
          StartException.FAILED,
          e.getFile() + " exists already\n  Remove it, or choose another folder: --out DIR.");
    } catch (IOException e) {
      throw new StartException(
          StartException.FAILED, "cannot write to " + folder + ": " + e.getMessage());
    }
  }

  private LocalAuthorityInspector() {}
}
