package io.porty.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.route.ClientHello;
import io.porty.engine.Porty;
import io.porty.engine.config.ConfigLoader;
import io.porty.engine.config.Overrides;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.handoff.HandedTicketKeys;
import io.porty.engine.plugin.PluginLoader;
import io.porty.engine.tls.ListenerTls;
import io.porty.engine.tls.TlsService;
import io.porty.fixture.Hellos;
import io.porty.net.opening.TlsRules.Choice;
import io.porty.net.opening.TlsRules.Serve;
import io.porty.net.tls.Credential;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transports;
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
  private static final ClientHello HELLO = Hellos.withoutName();

  @TempDir Path folder;

  private PortyConfig config(EngineContext context, String provider) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            "tls_provider = \""
                + provider
                + "\"\n[[routes]]\nname = \"dev\"\nlisten = \"127.0.0.1:8443\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\ntls = \"local\"\n");
    return new ConfigLoader(
            new PluginLoader(Porty.class.getClassLoader())
                .load(folder.resolve("no-plugins"), List.of()),
            context,
            Map.of("XDG_DATA_HOME", folder.resolve("data").toString()),
            new WatchedFiles(),
            null)
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
    EventLoops loops = new EventLoops(Transports.choose("nio"), 1);
    try (EngineContext context = new EngineContext("test")) {
      PortyConfig config = config(context, provider);
      TlsSlot slot = new TlsSlot(loops, context, config, HandedTicketKeys.NONE);
      ListenerTls listener = slot.of(config.groups().get(0), config);
      slot.serve(config);
      TlsService service = slot.service().orElseThrow();
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
      slot.close();
    } finally {
      loops.close();
    }
  }

  @Test
  void readingAConfigurationMakesNothing() throws Exception {
    try (EngineContext context = new EngineContext("test")) {
      assertThat(config(context, "auto").certificates().identities()).isEmpty();
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
