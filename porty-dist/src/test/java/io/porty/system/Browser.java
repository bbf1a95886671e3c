package io.porty.system;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.porty.fixture.Programs;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;

/** A headless Chromium, driven by way of chromedriver (W3C WebDriver). */
final class Browser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String base;
  private final String session;

  /**
   * @param flags beside those that every one gets
   */
  Browser(Path folder, int width, int height, String... flags) throws IOException {
    int port = Ports.free();
    driver =
        new ProcessBuilder(Programs.need("chromedriver"), "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromedriver.log").toFile())
            .start();
    base = "http://127.0.0.1:" + port;
    Awaitility.await().ignoreExceptions().until(() -> send("GET", "/status", null) != null);
    JsonObject options = new JsonObject();
    com.google.gson.JsonArray args = new com.google.gson.JsonArray();
    FLAGS.forEach(args::add);
    List.of(flags).forEach(args::add);
    args.add("--window-size=" + width + "," + height);
    args.add("--user-data-dir=" + folder.resolve("profile" + width));
    options.add("args", args);
    JsonObject always = new JsonObject();
    always.add("goog:chromeOptions", options);
    JsonObject capabilities = new JsonObject();
    capabilities.add("alwaysMatch", always);
    JsonObject body = new JsonObject();
    body.add("capabilities", capabilities);
    session =
        "/session/"
            + send("POST", "/session", body).getAsJsonObject().get("sessionId").getAsString();
  }

  private JsonElement send(String method, String path, JsonObject body) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .method(
                      method,
                      body == null
                          ? HttpRequest.BodyPublishers.noBody()
                          : HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonElement value = JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + ": " + value);
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject object(String name, String value) {
    JsonObject body = new JsonObject();
    body.addProperty(name, value);
    return body;
  }

  void open(String url) {
    send("POST", session + "/url", object("url", url));
  }

  /** The value of an expression in the page, as text. */
  String see(String expression) {
    JsonObject body = object("script", "return String(" + expression + ")");
    body.add("args", new com.google.gson.JsonArray());
    return send("POST", session + "/execute/sync", body).getAsString();
  }

  /** Types into the element that a CSS selector finds; U+E007 is Enter. */
  void type(String selector, String text) {
    JsonObject find = object("using", "css selector");
    find.addProperty("value", selector);
    String element =
        send("POST", session + "/element", find)
            .getAsJsonObject()
            .entrySet()
            .iterator()
            .next()
            .getValue()
            .getAsString();
    send("POST", session + "/element/" + element + "/value", object("text", text));
  }

  /** Has the page think that its reader prefers light or dark. */
  void prefer(String scheme) {
    JsonObject body = object("cmd", "Emulation.setEmulatedMedia");
    body.add(
        "params",
        JsonParser.parseString(
            "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}"));
    send("POST", session + "/goog/cdp/execute", body);
  }

  /** What the page has complained of. */
  String complaints() {
    return send("POST", session + "/se/log", object("type", "browser")).toString();
  }

  void screenshot(Path file) throws IOException {
    Files.write(
        file,
        java.util.Base64.getDecoder()
            .decode(send("GET", session + "/screenshot", null).getAsString()));
  }

  @Override
  public void close() {
    try {
      send("DELETE", session, null);
    } finally {
      driver.destroy();
    }
  }
}
