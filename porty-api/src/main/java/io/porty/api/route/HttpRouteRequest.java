package io.porty.api.route;

import io.porty.api.Bytes;
import io.porty.api.PortyImplements;
import io.porty.api.Scheme;
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
@PortyImplements
public interface HttpRouteRequest extends RouteRequest {

  /** {@return the method, case as sent} */
  String method();

  /** {@return the path as sent, without the query} */
  String path();

  /**
   * The path as a backend understands it, for whoever decides by it: escapes of unreserved
   * characters decoded, dot segments resolved, several slashes taken for one (RFC 3986 section
   * 6.2.2). {@code /%61dmin}, {@code /x/../admin} and {@code //admin} are {@code /admin}. What is
   * sent to the backend stays as it is. Escapes of other characters stay too: {@code %2F} is no
   * slash.
   *
   * @return the normal form; the path itself where that is one, as nearly always
   * @since 0.2
   */
  default String normalizedPath() {
    return PathNormalizer.isPlain(rawPath())
        ? path()
        : PathNormalizer.folded(PathNormalizer.normal(path()));
  }

  /**
   * Tells whether backends may read the path in two ways, because dot segments follow empty ones:
   * {@code /x//../admin} is {@code /admin} to some, {@code /x/admin} to others. Whoever refuses by
   * path refuses such a one as well.
   *
   * @return whether the readings differ
   * @since 0.2
   */
  default boolean isPathAmbiguous() {
    return !PathNormalizer.isPlain(rawPath())
        && !PathNormalizer.foldedFirst(path()).equals(normalizedPath());
  }

  /**
   * As {@link #path}, without a copy.
   *
   * @return its bytes, valid during the call
   */
  Bytes rawPath();

  /** {@return the query as sent, without the question mark; empty if there is none} */
  String query();

  /**
   * As {@link #query}, without a copy.
   *
   * @return its bytes, valid during the call
   */
  Bytes rawQuery();

  /**
   * {@return the authority that the request is for: of an absolute target, else of Host; empty if
   * HTTP/1.0 sent neither}
   */
  String authority();

  /**
   * As {@link #authority}, without a copy.
   *
   * @return its bytes, valid during the call
   */
  Bytes rawAuthority();

  /**
   * {@return the first value of a header, any case of the name, white space around it removed} A
   * header that Connection names is for Porty alone and not passed on; it is not seen here either.
   *
   * @param name of the field, any case
   */
  Optional<String> header(String name);

  /**
   * {@return all values of a header in order}
   *
   * @param name of the field, any case
   */
  List<String> headers(String name);

  /**
   * As {@link #header}, without a copy; null if there is none.
   *
   * @param name of the field, any case
   * @return its bytes, valid during the call
   */
  @Nullable Bytes rawHeader(String name);

  /**
   * {@return whether a header has more than one line: who decides by such a one, and the backend
   * behind, may read different values}
   *
   * @param name of the field, any case
   */
  default boolean isRepeated(String name) {
    return headers(name).size() > 1;
  }

  /**
   * {@return whether the client's URL is https, as far as that is known: a trusted proxy may say
   * so}
   */
  default boolean isSecure() {
    return false;
  }

  /**
   * {@return the scheme of a target that a request names without saying: the route's key {@code
   * dynamic_scheme}}
   *
   * @since 0.2
   */
  default Scheme targetScheme() {
    return Scheme.HTTP;
  }

  /**
   * {@return the first parameter of this name in the query: name and value percent-decoded as
   * UTF-8, a plus read as a blank} A parameter without an equals sign has an empty value.
   *
   * @param name decoded, case matters
   */
  default Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  /**
   * {@return all parameters of this name, decoded as {@link #parameter} does, in order}
   *
   * @param name decoded, case matters
   */
  default List<String> parameters(String name) {
    return QueryText.parameters(query(), name);
  }

  /**
   * {@return the first parameter whose name is sent exactly so, its value as sent}
   *
   * @param name decoded, case matters
   */
  default Optional<String> rawParameter(String name) {
    return QueryText.rawParameter(query(), name);
  }

  /**
   * {@return the first cookie of this name (case matters), its value as sent, quotes around it
   * removed}
   *
   * @param name case matters
   */
  default Optional<String> cookie(String name) {
    return CookieText.find(headers("cookie"), name);
  }

  /** {@return the names of all cookies, in order} */
  default List<String> cookieNames() {
    return CookieText.names(headers("cookie"));
  }
}
