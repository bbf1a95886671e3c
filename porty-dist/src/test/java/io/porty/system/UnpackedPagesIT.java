package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the unpacked archive say holds there, where there is no source. */
class UnpackedPagesIT {

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Installation.home())) {
      return files.filter(path -> path.toString().endsWith(".md")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (MatchResult link :
        Pattern.compile("\\]\\((?!https?:)([^)#]+)(#[^)]*)?\\)")
            .matcher(Files.readString(page))
            .results()
            .toList()) {
      assertThat(page.resolveSibling(link.group(1))).exists();
    }
  }

  @Test
  void theReadmeNamesWhatIsThere() throws IOException {
    String readme = Files.readString(Installation.home().resolve("README.md"));
    assertThat(readme).doesNotContain("pom.xml", "mvn ", "CONTRIBUTING");
    List<String> folders =
        Pattern.compile("`([a-z/]+/)`")
            .matcher(readme)
            .results()
            .map(match -> match.group(1))
            .filter(folder -> !folder.equals("cache/") && !folder.equals("runtime/"))
            .toList();
    assertThat(folders).contains("bin/", "conf/", "lib/logging/", "plugins/");
    assertThat(folders).allSatisfy(f -> assertThat(Installation.home().resolve(f)).isDirectory());
    assertThat(Installation.porty("check", "--config", "conf/porty.toml").exit()).isZero();
  }

  @Test
  void theHintForAPortInUseFindsAnOutgoingConnection() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      int port = outgoing.getLocalPort();
      Path config =
          Files.writeString(
              Scratch.file("taken", ".toml"),
              "log_requests = false\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:"
                  + port
                  + "\"\ntarget = \"127.0.0.1:1\"\n");
      Installation.Result result = Installation.porty("start", "--config", config.toString());
      assertThat(result.exit()).isEqualTo(3);
      String hint =
          Pattern.compile("Find it with: (ss [^']*'[^']*')")
              .matcher(result.err())
              .results()
              .map(match -> match.group(1))
              .findFirst()
              .orElseThrow(() -> new AssertionError(result.err()));
      Installation.Result found =
          Installation.run(Installation.home(), java.util.Map.of(), "sh", "-c", hint);
      assertThat(found.out()).contains(":" + port + " ", "ESTAB");
    }
  }
}
