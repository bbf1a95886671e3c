package io.porty.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.mode.Route;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouteRequest;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload made before it failed comes to its end. */
class ReloadFailureTest {

  @TempDir Path folder;

  private final AtomicInteger open = new AtomicInteger();

  private final class Counted implements Mode {
    Counted() {
      open.incrementAndGet();
    }

    @Override
    public void accept(Channel client) {
      client.close();
    }

    @Override
    public Optional<Route> routeFor(RouteRequest request) {
      return Optional.empty();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private final class Modes implements PortyPlugin {
    private record Named(String name, Supplier<Mode> mode) implements ModeFactory {
      @Override
      public Class<RouteRequest> requestType() {
        return RouteRequest.class;
      }

      @Override
      public Mode create(ModeContext context) {
        return mode.get();
      }
    }

    @Override
    public List<ModeFactory> modes() {
      return List.of(
          new Named("counted", Counted::new),
          new Named(
              "broken",
              () -> {
                throw new IllegalStateException("no such mode");
              }));
    }
  }

  private static String second(String mode, int port) {
    return "[[routes]]\nname = \"second\"\ntarget = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \""
        + mode
        + "\"\n";
  }

  private static boolean holds(Path file) throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path one : descriptors.toList()) {
        try {
          if (Files.readSymbolicLink(one).equals(file.toRealPath())) {
            return true;
          }
        } catch (NoSuchFileException e) {
          // Closed since it was listed.
        }
      }
    }
    return false;
  }

  @Test
  void modesAndLogFilesOfAFailedReloadAreClosed() throws Exception {
    Path log = folder.resolve("a.log");
    String route = "mode = \"counted\"\ntarget = \"127.0.0.1:1\"\n";
    String logged = route + "log_output = \"" + log + "\"\n";
    try (ServerSocket taken = new ServerSocket(0);
        TestPorty porty = TestPorty.with(new Modes()).route(route)) {
      assertThat(open).hasValue(1);

      assertThatThrownBy(() -> porty.reloadRoute(logged + second("broken", Ports.free())))
          .hasMessageContaining("no such mode");
      assertThat(open).hasValue(1);
      assertThat(holds(log)).isFalse();

      assertThatThrownBy(() -> porty.reloadRoute(logged + second("counted", taken.getLocalPort())))
          .hasMessageContaining("in use by another program");
      assertThat(open).hasValue(1);
      assertThat(holds(log)).isFalse();

      porty.reloadRoute(logged);
      assertThat(holds(log)).isTrue();
    }
    assertThat(open).hasValue(0);
  }
}
