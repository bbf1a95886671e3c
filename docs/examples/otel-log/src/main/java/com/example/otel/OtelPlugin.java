package com.example.otel;

import io.porty.api.Key;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.plugin.PortyPlugin;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The access log {@code otel}: a span for each exchange, sent to a collector by OTLP over HTTP. */
public final class OtelPlugin implements PortyPlugin {

  private static final Key<String> ENDPOINT =
      Key.string(
              "endpoint", "http://127.0.0.1:4318/v1/traces", "Where the collector takes OTLP over HTTP")
          .checked(
              v ->
                  v.matches("https?://[^\\s/]+.*") && isUri(v)
                      ? Optional.empty()
                      : Optional.of(
                          "is \"" + v + "\"; expected a URL such as \"http://127.0.0.1:4318/v1/traces\""));

  private static final Key<String> SERVICE =
      Key.string("service_name", "porty", "The name of this service in the traces");

  private static final Key<String> AUTHORIZATION =
      Key.secret("authorization", "The field Authorization for the collector, if it wants one");

  private static boolean isUri(String text) {
    try {
      URI.create(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public List<AccessLogFactory> accessLogs() {
    return List.of(
        AccessLogFactory.of(
            "otel",
            List.of(ENDPOINT, SERVICE, AUTHORIZATION),
            (settings, context) ->
                new OtelLog(
                    settings.get(ENDPOINT), settings.get(SERVICE), settings.find(AUTHORIZATION))));
  }
}
