package io.porty.api.route;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a router changes of an HTTP exchange besides its backend. Immutable: each method answers a
 * copy with one change more. A router on a hot path makes its rewrites once. Fields are changed in
 * the order of the calls, after Porty has taken out and put in its own.
 *
 * <pre>{@code
 * static final Rewrite TO_V2 = Rewrite.none().prefix("/api".length(), "/v2").set("X-Tenant", "acme");
 * return Decision.to(target, "beta").with(TO_V2);
 * }</pre>
 *
 * @since 0.1
 */
public final class Rewrite {

  /** What happens to a field. */
  public enum Kind {
    /** One more line. */
    ADD,
    /** One line, whatever there was before. */
    SET,
    /** No line of this name. */
    REMOVE
  }

  /**
   * One change of a header field.
   *
   * @param kind what is done to the field
   * @param name of the field, any case
   * @param value empty for {@link Kind#REMOVE}
   */
  public record Edit(Kind kind, String name, String value) {}

  private static final Rewrite NONE = new Rewrite(List.of(), List.of(), -1, "", null, Urls.NONE);

  private final List<Edit> request;
  private final List<Edit> response;
  private final Result requestResult;
  private final Result responseResult;
  private final int drop;
  private final String put;
  private final @Nullable String query;
  private final Urls urls;

  /**
   * A part of the site that the backend knows under another path. URLs in the messages, as in
   * {@code Location}, {@code Destination} and the paths of cookies, are carried over from one to
   * the other.
   *
   * @param client the prefix as clients write it: whole segments, {@code /api}
   * @param backend the prefix as the backend has it; empty if the client's is just taken off
   */
  public record Prefixes(String client, String backend) {
    /**
     * Checks that neither ends with a slash.
     *
     * @param client the prefix as clients write it
     * @param backend the prefix as the backend has it; may be empty
     */
    public Prefixes {
      if (!client.startsWith("/") || client.endsWith("/") || backend.endsWith("/")) {
        throw new IllegalArgumentException(
            "prefixes are whole segments such as /api, not \""
                + client
                + "\", \""
                + backend
                + "\"");
      }
      checked(client, "?#");
      checked(backend, "?#");
    }
  }

  /** How the client reaches what a backend's URLs are about. */
  private record Urls(@Nullable Prefixes prefixes, String locationQuery) {
    static final Urls NONE = new Urls(null, "");
  }

  /**
   * What all edits of a head come to.
   *
   * @param dropped names in lower case whose lines are not passed on
   * @param lines that are added
   */
  public record Result(List<String> dropped, List<Field> lines) {

    private static Result of(List<Edit> edits) {
      Set<String> dropped = new LinkedHashSet<>();
      List<Field> lines = new ArrayList<>();
      for (Edit edit : edits) {
        if (edit.kind() != Kind.ADD) {
          dropped.add(edit.name().toLowerCase(Locale.ROOT));
          lines.removeIf(line -> line.name().equalsIgnoreCase(edit.name()));
        }
        if (edit.kind() != Kind.REMOVE) {
          lines.add(new Field(edit.name(), edit.value()));
        }
      }
      return new Result(List.copyOf(dropped), List.copyOf(lines));
    }

    /** {@return whether nothing changes} */
    public boolean isEmpty() {
      return dropped.isEmpty() && lines.isEmpty();
    }
  }

  private Rewrite(
      List<Edit> request,
      List<Edit> response,
      int drop,
      String put,
      @Nullable String query,
      Urls urls) {
    this.request = request;
    this.response = response;
    this.requestResult = Result.of(request);
    this.responseResult = Result.of(response);
    this.drop = drop;
    this.put = put;
    this.query = query;
    this.urls = urls;
  }

  /**
   * No change at all.
   *
   * @return the rewrite with that change
   */
  public static Rewrite none() {
    return NONE;
  }

  /**
   * Adds a line to the request that goes to the backend.
   *
   * @param name of the field, any case
   * @param value its value
   * @return the rewrite with that change
   */
  public Rewrite add(String name, String value) {
    return request(edit(Kind.ADD, name, value));
  }

  /**
   * Has the request carry this field once, whatever the client sent.
   *
   * @param name of the field, any case
   * @param value its value
   * @return the rewrite with that change
   */
  public Rewrite set(String name, String value) {
    return request(edit(Kind.SET, name, value));
  }

  /**
   * Takes a field out of the request.
   *
   * @param name of the field, any case
   * @return the rewrite with that change
   */
  public Rewrite remove(String name) {
    return request(edit(Kind.REMOVE, name, ""));
  }

  /**
   * Adds a line to the response that goes to the client.
   *
   * @param name of the field, any case
   * @param value its value
   * @return the rewrite with that change
   */
  public Rewrite addToResponse(String name, String value) {
    return response(edit(Kind.ADD, name, value));
  }

  /**
   * Has the response carry this field once, whatever the backend sent.
   *
   * @param name of the field, any case
   * @param value its value
   * @return the rewrite with that change
   */
  public Rewrite setInResponse(String name, String value) {
    return response(edit(Kind.SET, name, value));
  }

  /**
   * Takes a field out of the response.
   *
   * @param name of the field, any case
   * @return the rewrite with that change
   */
  public Rewrite removeFromResponse(String name) {
    return response(edit(Kind.REMOVE, name, ""));
  }

  /**
   * Replaces the beginning of the path.
   *
   * @param characters how many of the path as it was sent are dropped
   * @param replacement what stands there instead, maybe nothing; the two are joined, and begin,
   *     with one slash
   * @return the rewrite with that change
   */
  public Rewrite prefix(int characters, String replacement) {
    if (characters < 0) {
      throw new IllegalArgumentException("cannot drop " + characters + " characters");
    }
    return new Rewrite(request, response, characters, checked(replacement, "?#"), query, urls);
  }

  /**
   * Replaces the whole path; the query stays.
   *
   * @param path begins with a slash, without a query
   * @return the rewrite with that change
   */
  public Rewrite path(String path) {
    return prefix(Integer.MAX_VALUE, path);
  }

  /**
   * Replaces the query, given without its question mark; an empty one takes it away.
   *
   * @param replacement the new query
   * @return the rewrite with that change
   */
  public Rewrite query(String replacement) {
    return new Rewrite(request, response, drop, put, checked(replacement, "#"), urls);
  }

  /**
   * Says that the backend knows a part of the site under another path, so that URLs in messages are
   * carried over. It changes no path by itself: see {@link #prefix}.
   *
   * @param client whole segments, as {@code /api}
   * @param backend likewise, or empty
   * @return the rewrite with that change
   */
  public Rewrite prefixes(String client, String backend) {
    Urls next = new Urls(new Prefixes(client, backend), urls.locationQuery());
    return new Rewrite(request, response, drop, put, query, next);
  }

  /**
   * Adds parameters to a {@code Location} that points to the backend itself, so that the client
   * that follows it is led there again.
   *
   * @param parameters percent-encoded, {@code name=value&name=value}
   * @return the rewrite with that change
   */
  public Rewrite locationQuery(String parameters) {
    Urls next = new Urls(urls.prefixes(), checked(parameters, "?#"));
    return new Rewrite(request, response, drop, put, query, next);
  }

  private static String checked(String text, String forbidden) {
    boolean fine =
        text.chars().allMatch(c -> c > 0x20 && c < 0x7f && forbidden.indexOf((char) c) < 0);
    if (!fine) {
      throw new IllegalArgumentException(
          "not percent-encoded ASCII without any of " + forbidden + ": \"" + text + "\"");
    }
    return text;
  }

  private static Edit edit(Kind kind, String name, String value) {
    Field checked = new Field(name, value);
    return new Edit(kind, checked.name(), checked.value());
  }

  private Rewrite request(Edit edit) {
    return new Rewrite(plus(request, edit), response, drop, put, query, urls);
  }

  private Rewrite response(Edit edit) {
    return new Rewrite(request, plus(response, edit), drop, put, query, urls);
  }

  private static List<Edit> plus(List<Edit> edits, Edit more) {
    List<Edit> all = new ArrayList<>(edits);
    all.add(Objects.requireNonNull(more));
    return List.copyOf(all);
  }

  /** {@return what the changes of the request's fields come to} */
  public Result request() {
    return requestResult;
  }

  /** {@return what the changes of the response's fields come to} */
  public Result response() {
    return responseResult;
  }

  /** {@return how many characters of the path are dropped; empty if the path stays} */
  public OptionalInt dropped() {
    return drop < 0 ? OptionalInt.empty() : OptionalInt.of(drop);
  }

  /** {@return what stands in place of what is dropped} */
  public String replacement() {
    return put;
  }

  /** {@return the new query; null if the client's stays} */
  public @Nullable String query() {
    return query;
  }

  /**
   * {@return the part of the site that the backend knows under another path; null if there is none}
   */
  public @Nullable Prefixes prefixes() {
    return urls.prefixes();
  }

  /**
   * {@return what is added to the query of a Location that points to the backend; empty for
   * nothing}
   */
  public String locationQuery() {
    return urls.locationQuery();
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    dropped()
        .ifPresent(
            n ->
                words.add(
                    n == Integer.MAX_VALUE ? "path " + put : "\"" + put + "\" for its first " + n));
    if (query != null) {
      words.add("query " + query);
    }
    Prefixes prefixes = urls.prefixes();
    if (prefixes != null) {
      words.add("prefix " + prefixes.client() + " for \"" + prefixes.backend() + "\"");
    }
    if (!urls.locationQuery().isEmpty()) {
      // Not its text, which may have a signature.
      words.add("location query");
    }
    request.forEach(e -> words.add(e.kind() + " " + e.name()));
    response.forEach(e -> words.add(e.kind() + " " + e.name() + " in the response"));
    return words.isEmpty() ? "no rewrite" : String.join(", ", words);
  }
}
