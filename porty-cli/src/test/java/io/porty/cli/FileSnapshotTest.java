package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of configuration files two snapshots tell apart. */
class FileSnapshotTest {

  @TempDir Path directory;

  private Path first;
  private Path second;

  @BeforeEach
  void writeFiles() throws IOException {
    first = Files.writeString(directory.resolve("first.toml"), "a = 1\n");
    second = Files.writeString(directory.resolve("second.toml"), "b = 1\n");
  }

  @Test
  void unchangedFilesHaveEqualSnapshots() {
    assertThat(snapshot()).isEqualTo(snapshot());
  }

  @Test
  void aChangedSizeOrTimeIsAChange() throws IOException {
    FileSnapshot before = snapshot();
    FileTime time = Files.getLastModifiedTime(second);
    Files.writeString(second, "b = 12\n");
    Files.setLastModifiedTime(second, time);
    FileSnapshot longer = snapshot();
    assertThat(longer).isNotEqualTo(before);
    Files.setLastModifiedTime(second, FileTime.fromMillis(time.toMillis() + 5_000));
    assertThat(snapshot()).isNotEqualTo(longer);
  }

  @Test
  void aDeletedFileIsAChange() throws IOException {
    FileSnapshot before = snapshot();
    Files.delete(second);
    assertThat(snapshot()).isNotEqualTo(before);
    assertThat(snapshot().firstExists()).isTrue();
    Files.delete(first);
    assertThat(snapshot().firstExists()).isFalse();
  }

  @Test
  void aLinkThatPointsToAnotherFileIsAChange() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.toml"), first);
    FileSnapshot before = FileSnapshot.of(Set.of(link));
    Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
    Files.delete(link);
    Files.createSymbolicLink(link, second);
    assertThat(FileSnapshot.of(Set.of(link))).isNotEqualTo(before);
  }

  @Test
  void aNewerModificationTimeIsDetected() throws IOException {
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_000));
    Files.setLastModifiedTime(second, FileTime.fromMillis(2_000));
    assertThat(snapshot().isNewerThan(1_999)).isTrue();
    assertThat(snapshot().isNewerThan(2_000)).isFalse();
  }

  @Test
  void sameFilesMeansSamePathsWhateverTheirStates() throws IOException {
    FileSnapshot before = snapshot();
    Files.writeString(first, "changed = true\n");
    assertThat(snapshot().sameFilesAs(before)).isTrue();
    assertThat(FileSnapshot.of(Set.of(first)).sameFilesAs(before)).isFalse();
  }

  private FileSnapshot snapshot() {
    return FileSnapshot.of(new LinkedHashSet<>(List.of(first, second)));
  }
}
