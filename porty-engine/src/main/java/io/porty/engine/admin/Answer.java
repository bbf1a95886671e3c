package io.porty.engine.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the admin endpoint answers with.
 *
 * @param type the media type
 * @param fields further header fields
 */
record Answer(int status, String type, byte[] body, Map<String, String> fields) {

  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().serializeNulls().create();

  Answer(int status, String type, byte[] body) {
    this(status, type, body, Map.of());
  }

  static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer text(String text) {
    return text(200, text);
  }

  /** A record, or a list of them. */
  static Answer json(Object value) {
    return new Answer(
        200, "application/json", (JSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Answer with(String field, String value) {
    return new Answer(status, type, body, Map.of(field, value));
  }
}
