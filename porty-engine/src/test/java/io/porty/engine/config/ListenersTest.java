package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginException;
import io.porty.engine.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says of listeners, and every mistake about them, word for word. */
class ListenersTest {

  private static final Key<Duration> HEAD = Key.seconds("head_seconds", 10, 0, 60, "Of a head");
  private static final Key<Duration> KEEP = Key.seconds("keep_seconds", 60, 0, 600, "Idle");
  private static final Key<Duration> FIRST = Key.seconds("first_seconds", 3, 0, 60, "First bytes");

  @TempDir Path folder;

  /** As the modes http and tcp: the one shares listeners, the other does not. */
  private record Kind(
      String name,
      Class<? extends RouteRequest> requestType,
      List<Key<?>> keys,
      List<Key<?>> listenerKeys,
      boolean sharesListener)
      implements ModeFactory {
    @Override
    public Mode create(ModeContext context) {
      throw new IllegalStateException("nothing is served here");
    }
  }

  private static final class Modes implements PortyPlugin {
    @Override
    public List<ModeFactory> modes() {
      return List.of(
          new Kind("web", HttpRouteRequest.class, List.of(KEEP), List.of(HEAD), true),
          new Kind("tcp", TcpRouteRequest.class, List.of(), List.of(FIRST), false));
    }

    @Override
    public List<ListenerFactory> listeners() {
      return List.of(
          new ListenerFactory() {
            @Override
            public String name() {
              return "tunnel";
            }

            @Override
            public boolean needsAddress() {
              return false;
            }

            @Override
            public Listener create(Settings settings, ListenerContext context) {
              throw new IllegalStateException("nothing listens here");
            }
          });
    }
  }

  private record Surroundings(String portyVersion) implements PluginContext {
    @Override
    public Executor blocking() {
      return Runnable::run;
    }
  }

  private PortyConfig load(String toml) throws ConfigException {
    try {
      Path file = folder.resolve("a.toml");
      Files.writeString(file, toml);
      PluginCatalog catalog =
          new PluginLoader(ListenersTest.class.getClassLoader())
              .load(Path.of("no-plugins"), List.of(new Modes()));
      return new ConfigLoader(
              catalog, plugin -> new Surroundings("1"), Map.of(), new WatchedFiles(), null)
          .load(file, Overrides.none());
    } catch (IOException | PluginException e) {
      throw new AssertionError(e);
    }
  }

  private String said(String toml) {
    try {
      load(toml);
      return "";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage()).replace(folder + "/", "");
    }
  }

  private static String toml(String lines) {
    return lines.replace("; ", "\n").replace('\'', '"') + "\n";
  }

  /** Tables in short: L is a listener, W a route of mode web, T one of mode tcp. */
  private static String text(String tables) {
    return toml(
        tables
            .replace("L: ", "[[listeners]]; name = 'public'; address = '127.0.0.1:9000'; ")
            .replace("W: ", "[[routes]]; mode = 'web'; target = '127.0.0.1:1'; ")
            .replace("T: ", "[[routes]]; target = '127.0.0.1:1'; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "L: W: name = 'a'; listener = 'public'; head_seconds = 3"
            + "| a.toml:9:1: routes[a].head_seconds holds for a whole listener, and this route shares \"public\""
            + "| Write it in that table of [[listeners]] (line 1), for all its routes.",
        "L: W: name = 'a'; listener = 'public'; max_connections = 3"
            + "| a.toml:9:1: routes[a].max_connections holds for a whole listener, and this route shares \"public\""
            + "| Write it in that table of [[listeners]] (line 1), for all its routes.",
        "L: W: name = 'a'; listener = 'public'; listen = ':80'"
            + "| a.toml:9:1: routes[a].listen says where to listen, as listener = \"public\" does"
            + "| Remove one of them.",
        "L: W: name = 'a'; listener = 'pubic'"
            + "| a.toml:8:1: routes[a].listener names the listener \"pubic\", which no [[listeners]] table describes"
            + "| Did you mean \"public\"? Known are: public.",
        "W: name = 'a'; listener = 'tunnel'"
            + "| a.toml:5:1: routes[a].listener names the listener \"tunnel\", which no [[listeners]] table describes"
            + "| Write a table [[listeners]] with name = \"tunnel\", kind = \"tunnel\" and its address.",
        "W: name = 'a'; listen = ':9000'; listener = 'tcp'"
            + "| a.toml:6:1: routes[a].listener names the listener \"tcp\", which no [[listeners]] table describes"
            + "| Remove it: the address of a route says that.",
        "L: keep_seconds = 3; W: name = 'a'; listener = 'public'"
            + "| a.toml:4:1: listeners[public].keep_seconds is not a known key"
            + "| It belongs to a route: write it below a line [[routes]].",
        "L: first_seconds = 3; W: name = 'a'; listener = 'public'"
            + "| a.toml:4:1: listeners[public].first_seconds is not a known key"
            + "| It belongs to mode \"tcp\"; the routes of this listener have \"web\".",
        "L: head_seconds = 61; W: name = 'a'; listener = 'public'"
            + "| a.toml:4:1: listeners[public].head_seconds is 61"
            + "| Expected seconds from 0 to 60, fractions allowed.",
        "L: [listeners.tcp]; a = 1; W: name = 'a'; listener = 'public'"
            + "| a.toml:5:1: listeners[public].tcp.a is not a known key"
            + "| Nothing can be set here; remove it.",
        "L: T: name = 'a'; listener = 'public'; T: name = 'b'; listener = 'public'"
            + "| a.toml:11:1: routes[b].listener is \"public\", which route \"a\" of mode \"tcp\" has already (line 7)"
            + "| A listener of this mode has one route: choose another listener.",
        "L: W: name = 'a'; listener = 'public'; W: name = 'b'; listener = 'public'"
            + "| a.toml:13:1: routes[b].listener is \"public\", where route \"a\" takes every host already (line 8)"
            + "| Choose another listener, or give this route a host.",
        "L: W: name = 'a'; listener = 'public'; W: name = 'b'; host = 'b'; listen = ':9000'"
            + "| a.toml:14:1: routes[b].listen is \"0.0.0.0:9000\", which route \"a\" already listens on (line 8)"
            + "| Write listener = \"public\" in its place, or choose another address.",
        "W: name = 'a'; listen = '127.0.0.1:9000'; L: W: name = 'b'; host = 'b'; listener = 'public'"
            + "| a.toml:14:1: routes[b].listener is \"public\", at 127.0.0.1:9000, which route \"a\" already listens on (line 5)"
            + "| Write listener = \"public\" in route \"a\" too, in place of its address.",
        "L: [[listeners]]; name = 'other'; address = 'localhost:9000'; W: name = 'a'; listener = 'public'"
            + "| a.toml:6:1: listeners[other].address has \"localhost:9000\", which listener \"public\" already listens on (line 3)"
            + "| Choose another address or port, or have the routes of both name one listener.",
        "[[listeners]]; name = 'public'; W: name = 'a'; listener = 'public'"
            + "| a.toml:1:1: listeners[public].address is missing"
            + "| Say where it listens: address = \"0.0.0.0:8080\".",
        "[listeners]; name = 'public'; W: name = 'a'; listen = ':1'"
            + "| a.toml:1:1: listeners is not a list of tables"
            + "| Write each listener as a table [[listeners]], with two brackets.",
        "W: name = 'a'; listen = ':9000'; host = 'a'; head_seconds = 2; W: name = 'b'; listen = ':9000'; host = 'b'; head_seconds = 20"
            + "| a.toml:14:1: routes[b].head_seconds is 20, but route \"a\" at the same address has 2 (line 7)"
            + "| It holds for the whole address: write it once, in a [[listeners]] table that both routes name with listener = \"NAME\".",
        "W: name = 'a'; listen = ':9000'; host = 'a'; W: name = 'b'; listen = ':9000'; host = 'b'; head_seconds = 20"
            + "| a.toml:13:1: routes[b].head_seconds is 20, but route \"a\" at the same address says nothing, and has 10 (line 1)"
            + "| It holds for the whole address: write it once, in a [[listeners]] table that both routes name with listener = \"NAME\".",
        "W: name = 'a'; listen = ':9000'; host = 'a'; max_connections = 5; W: name = 'b'; listen = ':9000'; host = 'b'"
            + "| a.toml:8:1: routes[b].max_connections is missing, and 1000 would hold, but route \"a\" at the same address has 5 (line 7)"
            + "| It holds for the whole address: write it once, in a [[listeners]] table that both routes name with listener = \"NAME\".",
        "W: name = 'a'; listen = '1.2.3.4:-1'"
            + "| a.toml:5:1: routes[a].listen is \"1.2.3.4:-1\""
            + "| Expected \"address:port\", such as \"127.0.0.1:9090\", or \"unix:/path\".",
        "W: name = 'a'; listen = '*:0-10'"
            + "| a.toml:5:1: routes[a].listen is \"*:0-10\""
            + "| Expected a range of ports from 1 to 65535, such as \"127.0.0.1:8000-8010\".",
      })
  void aMistakeIsSaidExactlySo(String tables, String message, String remedy) {
    String said = said(text(tables));

    assertThat(said).endsWith("\n\n1 problem in a.toml");
    List<String> lines = said.lines().toList();
    assertThat(lines.get(0)).isEqualTo(message);
    assertThat(lines.get(3)).isEqualTo("  " + remedy);
  }

  @Test
  void everyMistakeBehindAWrongModeIsFound() {
    String said =
        said(
            toml(
                "max_connections = 'x'; [[routes]]; name = 'a'; mode = 'wep'; listen = ':9000'; timeout_seconds = '5'; head_seconds = 90; keep_seconds = 601; routers = ['fixd']; colour = 1; [routes.unix]"));

    assertThat(said)
        .contains(
            "a.toml:1:1: max_connections is ",
            "a.toml:4:1: routes[a].mode names the mode \"wep\"",
            "a.toml:6:1: routes[a].timeout_seconds is \"5\"",
            "a.toml:7:1: routes[a].head_seconds is 90",
            "a.toml:8:1: routes[a].keep_seconds is 601",
            "a.toml:9:1: routes[a].routers names the router \"fixd\"",
            "a.toml:10:1: routes[a].colour is not a known key",
            "a.toml:11:1: routes[a].unix is not a known table")
        .endsWith("8 problems in a.toml");
  }

  @Test
  void routesShareWhatTheirListenerSays() throws ConfigException {
    PortyConfig config =
        load(
            text(
                "L: head_seconds = 2; max_connections = 7; backlog = 9; buffer_size_kb = 2; W: name = 'a'; host = 'a'; listener = 'public'; buffer_size_kb = 64; W: name = 'b'; host = 'b'; listener = 'public'; keep_seconds = 1"));

    assertThat(config.groups()).hasSize(1);
    VirtualHosts group = config.groups().get(0);
    assertThat(group.routes()).hasSize(2);
    assertThat(group.maxConnections()).isEqualTo(7);
    assertThat(group.bufferBytes()).isEqualTo(2048);
    assertThat(group.routes().get(0).bufferBytes()).isEqualTo(64 * 1024);
    assertThat(group.listenerConfig().limits().backlog()).isEqualTo(9);
    assertThat(group.listenerConfig().settings().get(HEAD)).hasSeconds(2);
    assertThat(group.routes().get(1).modeSettings().get(KEEP)).hasSeconds(1);
    assertThat(EffectiveConfig.write(config))
        .containsOnlyOnce("head_seconds = 2")
        .containsOnlyOnce("[[listeners]]")
        .containsPattern("backlog = 9 +# line 6\n")
        .containsPattern("(?s)name = \"b\".*keep_seconds = 1 +# line 21\n");
  }

  @Test
  void routesThatSayTheSameInOtherWordsAgree() throws ConfigException {
    PortyConfig config =
        load(
            text(
                "max_connections = 5; W: name = 'a'; listen = '127.0.0.1:9000'; host = 'a'; head_seconds = 10; W: name = 'b'; listen_addr = 'localhost'; listen_port = 9000; host = 'b'; max_connections = 5"));

    assertThat(config.groups()).hasSize(1);
    assertThat(config.groups().get(0).maxConnections()).isEqualTo(5);
  }

  @Test
  void addressesOfEveryForm() throws ConfigException {
    PortyConfig config =
        load(
            text(
                "[[listeners]]; name = 'x'; address = ['*:9000', ':9001', '[::]:9002', '127.0.0.1:9003-9005', ':0', '127.0.0.1:0']; W: name = 'a'; listener = 'x'"));

    assertThat(config.groups())
        .extracting(VirtualHosts::place)
        .containsExactly(
            "0.0.0.0:9000",
            "0.0.0.0:9001",
            "[::]:9002",
            "127.0.0.1:9003",
            "127.0.0.1:9004",
            "127.0.0.1:9005",
            "0.0.0.0:0",
            "127.0.0.1:0");
  }

  @Test
  void portZeroIsAPortForEachThatWritesIt() throws ConfigException {
    PortyConfig config =
        load(
            text(
                "listen_port = 0; W: name = 'a'; listen_port = 0; W: name = 'b'; listen_port = 0; W: name = 'c'"));

    assertThat(config.groups()).hasSize(4).extracting(VirtualHosts::at).doesNotHaveDuplicates();
  }

  @Test
  void aListenerThatNobodyNamesIsWarnedOf() throws ConfigException {
    PortyConfig config =
        load(text("L: first_seconds = 1; W: name = 'a'; listen = '127.0.0.1:9001'"));

    assertThat(config.groups()).hasSize(1);
    assertThat(config.warnings())
        .containsExactly(
            "listener public: no route names it, so nothing listens at 127.0.0.1:9000; write listener = \"public\" in a route, or remove it");
  }

  @Test
  void aKindThatNeedsNoAddressHasNone() throws ConfigException {
    PortyConfig config =
        load(
            text(
                "[[listeners]]; name = 'home'; kind = 'tunnel'; W: name = 'a'; listener = 'home'"));

    assertThat(config.groups().get(0).hasAddress()).isFalse();
    assertThat(config.groups().get(0).place()).isEqualTo("listener tunnel of home");
  }
}
