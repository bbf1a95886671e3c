package io.porty.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.porty.api.Bytes;
import io.porty.api.route.ClientHello;
import io.porty.engine.Porty;
import io.porty.engine.config.ConfigLoader;
import io.porty.engine.config.Overrides;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.runtime.EngineContext;
import io.porty.net.opening.TlsRules.Choice;
import io.porty.net.opening.TlsRules.Serve;
import io.porty.net.tls.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Porty that runs for longer than its local certificate is valid. */
class LocalRenewalTest {

  /** A client that names nobody. */
  private static final ClientHello HELLO =
      ClientHello.read(
          new Bytes() {
            @Override
            public int length() {
              return 0;
            }

            @Override
            public byte at(int index) {
              throw new IndexOutOfBoundsException(index);
            }
          });

  @TempDir Path folder;

  private PortyConfig config(EngineContext context) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            "[[routes]]\nname = \"dev\"\nlisten = \"127.0.0.1:8443\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\ntls = \"local\"\n");
    return new ConfigLoader(
            new PluginLoader(Porty.class.getClassLoader())
                .load(folder.resolve("no-plugins"), List.of()),
            context,
            Map.of("XDG_DATA_HOME", folder.resolve("data").toString()),
            new WatchedFiles())
        .load(file, Overrides.none());
  }

  private static Credential shown(ListenerTls listener) {
    Choice choice = listener.choose(HELLO);
    assertThat(choice).isInstanceOf(Serve.class);
    return ((Serve) choice).credential();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void newHandshakesGetTheCertificateThatWasMadeAnew(String provider) throws Exception {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (EngineContext context = new EngineContext("test");
        TlsService service = new TlsService(provider, List.of((EventLoop) loops.next()))) {
      PortyConfig config = config(context);
      ListenerTls listener =
          service.listener(
              "here", config.groups().get(0).listenerConfig().tls(), config.certificates());
      service.serve(config.certificates());
      Credential first = shown(listener);
      Instant end = service.certificates().get(0).notAfter();

      service.poll(Instant.now().plus(Duration.ofDays(1)));
      assertThat(shown(listener)).isSameAs(first);

      service.poll(Instant.now().plus(Duration.ofDays(25)));
      assertThat(shown(listener)).isNotSameAs(first);
      assertThat(service.certificates())
          .singleElement()
          .satisfies(one -> assertThat(one.file()).isEqualTo("local"))
          .satisfies(one -> assertThat(one.notAfter()).isAfter(end.plus(Duration.ofDays(24))));
      listener.close();
    } finally {
      loops.shutdownGracefully().syncUninterruptibly();
    }
  }

  @Test
  void readingAConfigurationMakesNothing() throws Exception {
    try (EngineContext context = new EngineContext("test")) {
      assertThat(config(context).certificates().identities()).isEmpty();
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
