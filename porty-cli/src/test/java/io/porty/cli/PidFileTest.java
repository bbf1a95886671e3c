package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.engine.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are accepted as a pid file, and what is written to them and removed. */
class PidFileTest {

  private static final String OWN_PID = Long.toString(ProcessHandle.current().pid());

  @TempDir Path directory;

  @Test
  void writesAndRemovesTheOwnProcessId() throws Exception {
    PidFile pidFile = PidFile.claim(file());
    pidFile.write();
    assertThat(Files.readString(file())).isEqualTo(OWN_PID + "\n");
    pidFile.removeOwn();
    assertThat(file()).doesNotExist();
  }

  @Test
  void keepsTheProcessIdOfASuccessor() throws Exception {
    PidFile pidFile = PidFile.claim(file());
    pidFile.write();
    Files.writeString(file(), "1\n");
    pidFile.removeOwn();
    assertThat(Files.readString(file())).isEqualTo("1\n");
  }

  @Test
  void replacesAStaleOrEmptyPidFile() throws Exception {
    for (String content : new String[] {"", "\n", "4999999\n"}) {
      Files.writeString(file(), content);
      PidFile.claim(file()).write();
      assertThat(Files.readString(file())).isEqualTo(OWN_PID + "\n");
    }
  }

  @Test
  void aProcessThatIsNotPortyDoesNotCountAsRunning() throws Exception {
    Process other = new ProcessBuilder("sleep", "30").start();
    try {
      Files.writeString(file(), other.pid() + "\n");
      assertThat(PidFile.at(file()).running()).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void refusesAFileThatIsNotAPidFile() throws Exception {
    Files.writeString(file(), "important\n");
    assertThatThrownBy(() -> PidFile.claim(file()))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "--pid-file "
                + file()
                + " cannot be written: the file exists and holds no process id; name another");
    assertThat(Files.readString(file())).isEqualTo("important\n");
  }

  @Test
  void refusesALongFileOfDigits() throws Exception {
    Files.writeString(file(), "1".repeat(33));
    assertThatThrownBy(() -> PidFile.claim(file())).hasMessageContaining("holds no process id");
    assertThat(PidFile.at(file()).running()).isEmpty();
  }

  @Test
  void refusesASymbolicLinkAndADirectory() throws IOException {
    Files.createSymbolicLink(file(), directory.resolve("target"));
    assertThatThrownBy(() -> PidFile.claim(file()))
        .hasMessageContaining("it is a symbolic link; name the file that it points to");
    assertThatThrownBy(() -> PidFile.claim(directory))
        .hasMessageContaining("it is not a regular file; name another");
  }

  @Test
  void refusesAMissingDirectory() {
    assertThatThrownBy(() -> PidFile.claim(directory.resolve("missing").resolve("p.pid")))
        .hasMessageContaining("its directory does not exist; create it");
  }

  private Path file() {
    return directory.resolve("porty.pid");
  }
}
