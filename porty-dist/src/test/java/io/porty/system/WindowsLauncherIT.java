package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The text of {@code bin\porty.bat} in the archive: no Windows runs it here. */
class WindowsLauncherIT {

  private static String text() throws IOException {
    return Files.readString(
        Installation.home().resolve("bin/porty.bat"), StandardCharsets.US_ASCII);
  }

  /** cmd.exe misses labels in a file with bare line feeds. */
  @Test
  void itsLinesEndAsWindowsHasThem() throws IOException {
    assertThat(text().replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    assertThat(text()).endsWith("\r\n");
  }

  @Test
  void exclamationMarksOfPathsAndArgumentsStay() throws IOException {
    assertThat(text())
        .contains("setlocal disabledelayedexpansion")
        .doesNotContainIgnoringCase("enabledelayedexpansion")
        .doesNotContainPattern("!\\w+!");
  }

  @Test
  void aJavaHomeMayBeQuoted() throws IOException {
    assertThat(text())
        .contains("set \"JAVA_EXE=%PORTY_JAVA_HOME:\"=%\\bin\\java.exe\"")
        .contains("set \"JAVA_EXE=%JAVA_HOME:\"=%\\bin\\java.exe\"");
  }

  @Test
  void everyLabelThatIsJumpedToIsThere() throws IOException {
    for (String line : text().split("\r\n")) {
      if (line.contains("goto ")) {
        assertThat(text()).contains("\r\n:" + line.replaceFirst(".*goto ", "").trim() + "\r\n");
      }
    }
  }

  @Test
  void flagsOfTheOperatorReplaceItsOwn() throws IOException {
    assertThat(text())
        .contains("set \"COLLECTOR=\"")
        .contains("set \"HEAP=\"")
        .contains("-XX:+CrashOnOutOfMemoryError")
        .doesNotContain("ExitOnOutOfMemoryError");
  }
}
