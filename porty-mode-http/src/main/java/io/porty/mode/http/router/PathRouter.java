package io.porty.mode.http.router;

import io.porty.api.Bytes;
import io.porty.api.FailureCode;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.PathNormalizer;
import io.porty.api.route.Rewrite;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The router {@code path}: the rule with the longest matching prefix of complete segments decides,
 * in one pass over the path whatever the number of rules.
 */
public final class PathRouter implements RouterFactory<HttpRouteRequest> {

  private static final Key<String> PREFIX =
      Key.string(
              "prefix",
              null,
              "A path prefix of complete segments: \"/api\" matches /api and /api/x, not /apix")
          .checked(PathRouter::problem);

  private static final Key<Target> TARGET =
      Key.target("target", null, "The backend for this prefix");

  private static final Key<Boolean> STRIP =
      Key.bool("strip", false, "Whether the prefix is removed from the path for the backend");

  private static final Key<String> REWRITE =
      Key.string("rewrite", null, "Replacement of the prefix in the path for the backend")
          .checked(PathRouter::problem);

  private static final Key<List<Settings>> RULES =
      Key.tables(
          "rules",
          List.of(PREFIX, TARGET, STRIP, REWRITE),
          "Path prefixes and their targets, in any order; the longest match decides");

  private static final Decision AMBIGUOUS = Decision.respond(FailureCode.AMBIGUOUS_PATH);

  private static Optional<String> problem(String path) {
    return path.matches("/[!$&'()*+,;=:@A-Za-z0-9._~/%-]*")
            && PathNormalizer.folded(PathNormalizer.normal(path)).equals(path)
        ? Optional.empty()
        : Optional.of(
            "is \""
                + path
                + "\"; expected a path such as \"/api\", without dot segments or needless escapes");
  }

  /**
   * @param length of the prefix
   * @param replacement of the prefix; null if the path is kept
   */
  private record Rule(int length, Decision.To to, @Nullable String replacement) {}

  @Override
  public String name() {
    return "path";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(RULES);
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    Map<String, Rule> rules = new HashMap<>();
    List<Settings> tables = settings.get(RULES);
    if (tables.isEmpty()) {
      settings.report(
          RULES, "are missing", "Add a table [[routes.path.rules]] with prefix and target.");
    }
    for (Settings table : tables) {
      String prefix = table.get(PREFIX).replaceAll("/+$", "");
      Rule rule = rule(table, prefix);
      if (rules.put(prefix, rule) != null) {
        table.report(
            PREFIX,
            "\"" + table.get(PREFIX) + "\" is a duplicate",
            "Write each prefix in one rule only.");
      }
    }
    ByteStringMap<Rule> table = new ByteStringMap<>(rules);
    return request -> decide(request, table);
  }

  private static Rule rule(Settings table, String prefix) {
    Decision.To to = Decision.to(table.get(TARGET), "path");
    Optional<String> rewrite = table.find(REWRITE);
    boolean strip = table.get(STRIP);
    if (strip && rewrite.isPresent()) {
      table.report(STRIP, "conflicts with rewrite", "Remove one of the two.");
    }
    if (!strip && rewrite.isEmpty()) {
      return new Rule(prefix.length(), to, null);
    }
    String replacement = rewrite.orElse("");
    Rewrite rewritten = Rewrite.none().prefix(prefix.length(), replacement);
    String backend = replacement.replaceAll("/+$", "");
    if (!prefix.isEmpty() && !prefix.equals(backend)) {
      rewritten = rewritten.prefixes(prefix, backend);
    }
    return new Rule(prefix.length(), to.with(rewritten), replacement);
  }

  private static RouteAnswer decide(HttpRouteRequest request, ByteStringMap<Rule> rules) {
    Bytes path = request.rawPath();
    if (PathNormalizer.isPlain(path)) {
      Rule rule = longest(path, rules);
      return rule == null ? Decision.pass() : rule.to();
    }
    return unusual(request.path(), rules);
  }

  /** The rule is matched on the normalised path; only the replaced prefix is seen in that form. */
  @SuppressWarnings("ReferenceEquality") // rules are created once
  private static RouteAnswer unusual(String sent, ByteStringMap<Rule> rules) {
    String normal = PathNormalizer.normal(sent);
    String folded = PathNormalizer.folded(normal);
    Rule rule = longest(Bytes.latin1(folded), rules);
    String other = PathNormalizer.foldedFirst(sent);
    if (!other.equals(folded) && longest(Bytes.latin1(other), rules) != rule) {
      return AMBIGUOUS;
    }
    if (rule == null) {
      return Decision.pass();
    }
    String replacement = rule.replacement();
    if (replacement == null) {
      return rule.to();
    }
    // Slashes of the prefix are removed with it; following ones are kept.
    boolean plainPrefix = normal.startsWith(folded.substring(0, rule.length()));
    String rest = (plainPrefix ? normal : folded).substring(rule.length());
    boolean twice = replacement.endsWith("/") && rest.startsWith("/");
    String path = replacement + (twice ? rest.substring(1) : rest);
    return rule.to().with(rule.to().rewrite().path(path));
  }

  private static @Nullable Rule longest(Bytes path, ByteStringMap<Rule> rules) {
    int length = path.length();
    int hash = 0;
    Rule best = null;
    for (int i = 0; i <= length; i++) {
      if (i == length || path.at(i) == '/') {
        Rule found = rules.find(path, i, hash);
        best = found == null ? best : found;
      }
      if (i < length) {
        hash = ByteStringMap.next(hash, path.at(i));
      }
    }
    return best;
  }
}
