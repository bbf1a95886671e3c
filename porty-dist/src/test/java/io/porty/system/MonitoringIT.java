package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.porty.fixture.Backend;
import io.porty.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with Porty for Prometheus and Grafana fits what it tells them. */
class MonitoringIT {

  private static final Pattern METRIC = Pattern.compile("\\b(?:porty|process|jvm)_[a-z0-9_]+\\b");

  @TempDir Path folder;

  @Test
  void prometheusTakesTheMetricsAndTheRulesAndEveryNameExists() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    Path monitoring = Installation.home().resolve("monitoring");
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.start(
                "log_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:"
                    + port
                    + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n[[routes]]\nname = \"secure\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = \"local\"\n[[routes]]\nname = \"to-tls\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"https://127.0.0.1:1\"\n[[routes]]\nname = \"issued\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\nhost = \"a.example\"\ntls = \"acme\"\n[acme]\nagree = true\ndirectory = \"https://127.0.0.1:1/dir\"\nfolder = \""
                    + folder.resolve("acme")
                    + "\"\n")) {
      String url = "http://127.0.0.1:" + port + "/";
      assertThat(Installation.curl(url).out()).isEqualTo("hello");
      Installation.curl(url + "?porty_host=127.0.0.1&porty_port=1");
      await().until(() -> metrics(admin).contains("porty_failures_total{"));
      await().until(() -> metrics(admin).contains("porty_certificate_issues_total{"));
      String metrics = metrics(admin);

      Path file = Files.writeString(folder.resolve("metrics"), metrics);
      Installation.Result checked =
          Installation.run(folder, Map.of(), "sh", "-c", "promtool check metrics < '" + file + "'");
      assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
      Installation.Result rules =
          Installation.run(
              folder,
              Map.of(),
              "promtool",
              "check",
              "rules",
              monitoring.resolve("alerts.yml").toString());
      assertThat(rules.exit()).as(rules.err()).isZero();
      assertThat(rules.out()).contains("14 rules found");

      Set<String> told = new HashSet<>();
      for (String line : metrics.split("\n")) {
        if (!line.startsWith("#")) {
          String name = line.split("[{ ]", 2)[0];
          told.add(name);
          told.add(name.replaceFirst("_bucket$", ""));
        }
      }
      assertThat(told).containsAll(names(Files.readString(monitoring.resolve("alerts.yml"))));
      String board = Files.readString(monitoring.resolve("grafana.json"));
      JsonArray panels = JsonParser.parseString(board).getAsJsonObject().getAsJsonArray("panels");
      assertThat(panels).hasSizeGreaterThan(15);
      for (JsonElement panel : panels) {
        for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
          String expression = target.getAsJsonObject().get("expr").getAsString();
          assertThat(names(expression)).isNotEmpty();
          assertThat(told).as(expression).containsAll(names(expression));
        }
      }
      documented(told);
    }
  }

  private static String metrics(int admin) {
    return Installation.curl("http://127.0.0.1:" + admin + "/metrics").out();
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static void documented(Set<String> told) throws Exception {
    String page = Files.readString(Installation.home().resolve("docs/admin.md"));
    for (String name : told) {
      String plain = name.replaceFirst("_(bucket|count|sum)$", "");
      assertThat(page)
          .as("docs/admin.md has %s", name)
          .containsAnyOf("`" + plain + "`", "`" + name + "`");
    }
  }
}
