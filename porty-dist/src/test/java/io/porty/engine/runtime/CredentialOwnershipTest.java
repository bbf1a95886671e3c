package io.porty.engine.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.TlsSession;
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
import io.porty.net.opening.TlsRules.Serve;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.TlsFailure;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.Transports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reload that runs while certificate files are looked at: what a listener shows is not freed
 * before the listener is closed. Native memory, which no collector holds: a handshake with a freed
 * one ends by an exception of its count, or the process.
 */
class CredentialOwnershipTest {

  private static final ClientHello HELLO = Hellos.withoutName();

  private static final HandshakeListener NOBODY =
      new HandshakeListener() {
        @Override
        public void completed(TlsSession session) {}

        @Override
        public void failed(TlsFailure failure) {}
      };

  @TempDir Path folder;

  private TestCertificates authority;
  private EngineContext context;
  private EventLoops loops;

  @BeforeEach
  void prepare() throws Exception {
    authority = TestCertificates.in(folder.resolve("ca"));
    context = new EngineContext("test");
    loops = new EventLoops(Transports.choose("nio"), 1);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    loops.close();
  }

  private void write(String name, TestCertificate certificate) throws Exception {
    Files.copy(
        certificate.key(),
        folder.resolve(name + ".key"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(
        certificate.cert(), folder.resolve(name + ".pem"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** One that names other files is another set of certificates. */
  private PortyConfig config(String name) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("porty.toml"),
            "tls_provider = \"native\"\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:8443\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\ntls = { cert = \"NAME.pem\", key = \"NAME.key\" }\n"
                .replace("NAME", name));
    return new ConfigLoader(
            new PluginLoader(Porty.class.getClassLoader())
                .load(folder.resolve("no-plugins"), List.of()),
            context,
            Map.of(),
            new WatchedFiles(),
            null)
        .load(file, Overrides.none());
  }

  /** What begins a handshake: BoringSSL gets the certificate. */
  private static void begin(ListenerTls listener) {
    Serve serve = (Serve) listener.choose(HELLO);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(serve.context().newHandler(channel, serve.credential(), null, NOBODY));
    channel.finishAndReleaseAll();
  }

  /** What is not used any more is freed ten seconds later. */
  private static void awaitReleases(ListenerTls listener) {
    Awaitility.await()
        .pollDelay(Duration.ofSeconds(11))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThatCode(() -> begin(listener)).doesNotThrowAnyException());
  }

  /** The order that hurts: prepared for the new configuration, and unknown to the active one. */
  @Test
  void aLookAtTheActiveFilesFreesNothingOfAConfigurationThatIsPrepared() throws Exception {
    write("one", authority.server("shop.test"));
    PortyConfig before = config("one");
    TlsSlot slot = new TlsSlot(loops, context, before, HandedTicketKeys.NONE);
    ListenerTls former = slot.of(before.groups().get(0), before);
    slot.serve(before);
    TlsService service = slot.service().orElseThrow();

    write("two", authority.server("shop.test", "two.test"));
    PortyConfig after = config("two");
    ListenerTls prepared = slot.of(after.groups().get(0), after);
    write("one", authority.server("shop.test", "newest.test"));
    service.poll(Instant.now());
    slot.discarded();

    awaitReleases(prepared);
    assertThatCode(() -> begin(former)).doesNotThrowAnyException();
    slot.serve(after);
    former.close();
    assertThatCode(() -> begin(prepared)).doesNotThrowAnyException();
    prepared.close();
    slot.close();
  }
}
