package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request as the client sent it, already checked against the grammar. Texts are
 * made when asked for (ISO-8859-1, one character for each byte, nothing decoded unless it says so);
 * the {@code raw} methods are for routers that count nanoseconds: they copy nothing, and what they
 * answer is valid during the call.
 *
 * @since 0.1
 */
public interface HttpRouteRequest extends RouteRequest {

  /** The method, case as sent. */
  String method();

  /** The path as sent, without the query. */
  String path();

  /** As {@link #path}, without a copy. */
  Bytes rawPath();

  /** The query as sent, without the question mark; empty if there is none. */
  String query();

  /** As {@link #query}, without a copy. */
  Bytes rawQuery();

  /**
   * The authority that the request is for: of an absolute target, else of Host; empty if HTTP/1.0
   * sent neither.
   */
  String authority();

  /** As {@link #authority}, without a copy. */
  Bytes rawAuthority();

  /**
   * The first value of a header, any case of the name, white space around it removed. A header that
   * Connection names is for Porty alone and not passed on; it is not seen here either.
   */
  Optional<String> header(String name);

  /** All values of a header in order. */
  List<String> headers(String name);

  /** As {@link #header}, without a copy; null if there is none. */
  @Nullable Bytes rawHeader(String name);

  /**
   * Whether a header has more than one line: who decides by such a one, and the backend behind, may
   * read different values.
   */
  default boolean isRepeated(String name) {
    return headers(name).size() > 1;
  }

  /** Whether the client's URL is https, as far as that is known: a trusted proxy may say so. */
  default boolean isSecure() {
    return false;
  }

  /**
   * The first parameter of this name in the query: name and value percent-decoded as UTF-8, a plus
   * read as a blank. A parameter without an equals sign has an empty value.
   */
  default Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  /** All parameters of this name, decoded as {@link #parameter} does, in order. */
  default List<String> parameters(String name) {
    return QueryText.parameters(query(), name);
  }

  /** The first parameter whose name is sent exactly so, its value as sent. */
  default Optional<String> rawParameter(String name) {
    return QueryText.rawParameter(query(), name);
  }

  /** The first cookie of this name (case matters), its value as sent, quotes around it removed. */
  default Optional<String> cookie(String name) {
    return CookieText.find(headers("cookie"), name);
  }

  /** The names of all cookies, in order. */
  default List<String> cookieNames() {
    return CookieText.names(headers("cookie"));
  }
}
