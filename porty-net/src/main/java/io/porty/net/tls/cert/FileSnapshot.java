package io.porty.net.tls.cert;

import java.nio.file.Path;
import java.util.List;

/**
 * Several files as they were at one time; equal if none has changed.
 *
 * @param stamps in the order of the files
 */
public record FileSnapshot(List<Object> stamps) {

  public FileSnapshot {
    stamps = List.copyOf(stamps);
  }

  /** Looks at the files, through symbolic links. Reads none. */
  public static FileSnapshot of(List<Path> files) {
    Object[] stamps = new Object[files.size()];
    for (int i = 0; i < stamps.length; i++) {
      stamps[i] = FileStamp.of(files.get(i));
    }
    return new FileSnapshot(List.of(stamps));
  }
}
