package io.porty.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.plugin.PortyPlugin;
import io.porty.api.tls.CertificateSource;
import io.porty.api.tls.CertificateSourceFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSourcesTest {

  @TempDir Path folder;

  private PluginCatalog load(String... names) throws PluginException {
    PortyPlugin plugin =
        new PortyPlugin() {
          @Override
          public List<CertificateSourceFactory> certificateSources() {
            return List.of(names).stream()
                .map(
                    name ->
                        CertificateSourceFactory.of(
                            name, List.of(), (settings, context) -> new CertificateSource() {}))
                .toList();
          }
        };
    return new PluginLoader(getClass().getClassLoader()).load(folder, List.of(plugin));
  }

  @Test
  void eachIsFoundByItsName() throws Exception {
    CertificateSources sources = load("vault", "other").certificateSources();
    assertThat(sources.names()).containsExactly("other", "vault");
    assertThat(sources.find("vault").orElseThrow().name()).isEqualTo("vault");
    assertThat(sources.find("none")).isEmpty();
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatThrownBy(() -> load("vault", "vault"))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("certificate source \"vault\" twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "listeners", "local", "routes"})
  void aNameThatMeansSomethingElseIsRefused(String name) {
    assertThatThrownBy(() -> load(name))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("certificate source \"" + name + "\"")
        .hasMessageContaining("Rename it");
  }
}
