package io.porty.cli;

import io.porty.load.Http2Request;
import io.porty.load.LoadPlan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP request {@code porty bench} sends, by its options.
 *
 * @param method null: GET, or POST if there is a body
 * @param headers lines {@code NAME: VALUE}
 * @param body null for none
 * @param streams of HTTP/2 at a time on each connection; 0 for HTTP/1.1
 */
record BenchRequest(
    @Nullable String method, List<String> headers, @Nullable String body, int streams) {

  boolean isHttp2() {
    return streams > 0;
  }

  /**
   * The requests to a URL.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  LoadPlan.Traffic traffic(URI url) {
    for (String header : headers) {
      if (header.indexOf(':') < 1 || header.chars().anyMatch(c -> c < 0x20 && c != '\t')) {
        throw new IllegalArgumentException(
            "--header is \"" + header + "\"; expected 'NAME: VALUE'");
      }
    }
    String verb = method != null ? method : body == null ? "GET" : "POST";
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    return isHttp2()
        ? http2(url, verb, target, content)
        : http1(verb, target, url.getRawAuthority(), content);
  }

  private LoadPlan.Traffic http1(String verb, String target, String authority, byte[] content) {
    StringBuilder head = new StringBuilder();
    head.append(verb).append(' ').append(target).append(" HTTP/1.1\r\n");
    if (headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      head.append("Host: ").append(authority).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (body != null) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(start, start.length + content.length);
    System.arraycopy(content, 0, request, start.length, content.length);
    return new LoadPlan.Traffic.Http1(request, verb.equals("HEAD"));
  }

  /** {@code Host} becomes {@code :authority} (RFC 9113 section 8.3.1). */
  private LoadPlan.Traffic http2(URI url, String verb, String target, byte[] content) {
    List<Http2Request.Field> fields = new ArrayList<>();
    String host = url.getRawAuthority();
    for (String header : headers) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).strip();
      if (name.equals("host")) {
        host = value;
      } else {
        fields.add(new Http2Request.Field(name, value));
      }
    }
    if (body != null) {
      fields.add(new Http2Request.Field("content-length", Integer.toString(content.length)));
    }
    fields.addAll(
        0,
        List.of(
            new Http2Request.Field(":method", verb),
            new Http2Request.Field(":scheme", url.getScheme().toLowerCase(Locale.ROOT)),
            new Http2Request.Field(":authority", host),
            new Http2Request.Field(":path", target)));
    return new LoadPlan.Traffic.Http2(new Http2Request(fields, content), streams);
  }
}
