package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamedKeysTest {

  private static final String FORMER =
      """
      watch = true
      log_keep = 3

      [[listeners]]
      name = "public"
      head_timeout_seconds = 2
      [listeners.unix]
      mode = "0600"

      [[routes]]
      name = "a"
      first_bytes_timeout_seconds = 1
      trace = "begin"
      [routes.signed]
      longest_seconds = 60
      [routes.weighted]
      cookie_seconds = 5
      """;

  private final ConfigText source = ConfigText.of("porty.toml", FORMER);
  private final ConfigReadContext reading =
      ConfigReadContext.of(source, Map.of(), new WatchedFiles());

  private ConfigTable read(String toml) {
    ConfigText text = ConfigText.of("porty.toml", toml);
    return TomlReader.read(text, toml, reading.problems()).table();
  }

  private static ConfigTable first(ConfigTable top, String list) {
    return (ConfigTable) top.tables(list).get(0).raw();
  }

  @Test
  void formerNamesAreReadAsThePresentOnes() {
    ConfigTable top = read(FORMER);
    RenamedKeys.apply(top, reading);

    assertThat(top.keys())
        .contains("reload_on_change", "log_max_files")
        .doesNotContain("watch", "log_keep");
    ConfigTable listener = first(top, "listeners");
    assertThat(listener.keys()).contains("request_header_timeout_seconds");
    assertThat(((ConfigTable) listener.get("unix").raw()).keys()).containsOnly("file_mode");
    ConfigTable route = first(top, "routes");
    assertThat(route.keys()).contains("inspect_delay_seconds");
    assertThat(route.get("trace").raw()).isEqualTo("start");
    assertThat(((ConfigTable) route.get("signed").raw()).keys())
        .containsOnly("max_validity_seconds");
    assertThat(((ConfigTable) route.get("weighted").raw()).keys())
        .containsOnly("cookie_max_age_seconds");
    assertThat(reading.problems().isEmpty()).isTrue();
  }

  @Test
  void eachIsWarnedOfWithItsLine() {
    RenamedKeys.apply(read(FORMER), reading);
    assertThat(reading.warnings())
        .hasSize(8)
        .contains(
            "porty.toml line 1: watch is a former name; write reload_on_change",
            "porty.toml line 6: listeners.head_timeout_seconds is a former name; write request_header_timeout_seconds",
            "porty.toml line 13: routes.trace = \"begin\" is a former name; write \"start\"");
  }

  @Test
  void bothNamesAreAMistake() {
    RenamedKeys.apply(read("watch = true\nreload_on_change = false\n"), reading);
    assertThat(reading.problems().render())
        .contains("watch is the former name of reload_on_change, which is set as well");
  }

  @Test
  void aTableOfThatNameIsNotTouched() {
    ConfigTable top = read("[watch]\na = 1\n");
    RenamedKeys.apply(top, reading);
    assertThat(top.keys()).containsExactly("watch");
  }
}
