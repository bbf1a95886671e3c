package io.porty.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A response of the admin endpoint.
 *
 * @param type the media type
 * @param fields additional header fields
 */
record AdminResponse(int status, String type, byte[] body, Map<String, String> fields) {

  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().serializeNulls().create();

  AdminResponse(int status, String type, byte[] body) {
    this(status, type, body, Map.of());
  }

  static AdminResponse text(int status, String text) {
    return new AdminResponse(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static AdminResponse text(String text) {
    return text(200, text);
  }

  /** A JSON response from a record or a list of records. */
  static AdminResponse json(Object value) {
    return new AdminResponse(
        200, "application/json", (JSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  AdminResponse with(String field, String value) {
    return new AdminResponse(status, type, body, Map.of(field, value));
  }
}
