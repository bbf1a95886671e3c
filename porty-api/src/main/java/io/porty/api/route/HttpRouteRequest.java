package io.porty.api.route;

import io.porty.api.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * The head of an HTTP request as the client sent it, already checked against the grammar. Nothing
 * is decoded. Texts are made when asked for (ISO-8859-1, one character for each byte); {@link
 * #rawQuery} is for routers that count nanoseconds.
 */
public interface HttpRouteRequest extends RouteRequest {

  /** The method, case as sent. */
  String method();

  /** The path as sent, without the query. */
  String path();

  /** The query as sent, without the question mark; empty if there is none. */
  String query();

  /** The query without a copy, valid during the call. */
  Bytes rawQuery();

  /**
   * The authority that the request is for: of an absolute target, else of Host; empty if HTTP/1.0
   * sent neither.
   */
  String authority();

  /** The first value of a header, any case of the name, white space around it removed. */
  Optional<String> header(String name);

  /** All values of a header in order. */
  List<String> headers(String name);
}
