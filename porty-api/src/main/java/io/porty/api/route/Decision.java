package io.porty.api.route;

import io.porty.api.FailureCode;
import io.porty.api.PortyImplements;
import io.porty.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A router's decision. Immutable; routers on a hot path should create instances once and reuse
 * them.
 *
 * @since 0.1
 */
@PortyImplements
public sealed interface Decision extends RouteAnswer {

  /**
   * Forward to {@code target}.
   *
   * @param target the target
   * @param note the reason for the access log, one token: {@code host}
   * @return the decision
   */
  static To to(Target target, String note) {
    return new To(target, note);
  }

  /**
   * Forward to one of several, chosen by weight for each request; if one cannot be connected, the
   * others take over its share by their weights.
   *
   * @param candidates at least one with a weight above 0
   * @param note the reason for the access log, one token: {@code host}
   * @return the decision
   */
  static Weighted weighted(List<Candidate> candidates, String note) {
    return Weighted.of(candidates, note);
  }

  /**
   * Respond with an error of the plugin.
   *
   * @param status 300 to 599; from 400 on the code is sent too
   * @param code the stable error code for {@code X-Porty-Error}: lower case, digits and underscores
   * @param reason one short sentence for the client, printable ASCII
   * @return the decision
   */
  static Respond respond(int status, String code, String reason) {
    return new Respond(status, code, reason);
  }

  /**
   * Respond with one of Porty's errors.
   *
   * @param code determines status and code
   * @return the decision
   */
  static Respond respond(FailureCode code) {
    return respond(code, code.reason());
  }

  /**
   * Respond with one of Porty's errors and a message.
   *
   * @param code determines status and code
   * @param reason one short sentence of printable ASCII
   * @return the decision
   */
  static Respond respond(FailureCode code, String reason) {
    return new Respond(code.status(), code.code(), reason);
  }

  /**
   * Let the next router decide.
   *
   * @return the decision, always the same one
   */
  static Decision pass() {
    return Pass.PLAIN;
  }

  /**
   * Forward to this target.
   *
   * @param target a host and port, or a Unix domain socket
   * @param note the reason for the access log, one token: {@code dynamic}, {@code host}
   * @param rewrite edits of the request and response; HTTP only
   * @param fallbacks targets to try in order if the target cannot be connected
   * @param chosenByClient whether the client chose the target or the fallbacks: then the route's
   *     target policy applies. If a router does not set it, Porty determines it: targets in the
   *     router's settings and the route's fixed target are the operator's, the policy applies to
   *     all others
   */
  record To(
      Target target, String note, Rewrite rewrite, List<Target> fallbacks, boolean chosenByClient)
      implements Decision {
    /**
     * Copies the fallbacks.
     *
     * @param target the target
     * @param note the reason for the access log, one token: {@code host}
     * @param rewrite edits of the request and response; HTTP only
     * @param fallbacks targets to try in order if the target cannot be connected
     * @param chosenByClient whether the client chose the target, or the fallbacks
     */
    public To {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(note, "note");
      Objects.requireNonNull(rewrite, "rewrite");
      fallbacks = List.copyOf(fallbacks);
    }

    /**
     * A target without fallbacks and edits.
     *
     * @param target the target
     * @param note the reason for the access log, one token
     */
    public To(Target target, String note) {
      this(target, note, Rewrite.none(), List.of());
    }

    /**
     * A decision that does not say who chose it.
     *
     * @param target the target
     * @param note the reason for the access log, one token
     * @param rewrite edits of the request and response; HTTP only
     * @param fallbacks targets to try in order if the target cannot be connected
     */
    public To(Target target, String note, Rewrite rewrite, List<Target> fallbacks) {
      this(target, note, rewrite, fallbacks, false);
    }

    /**
     * {@return the same with a rewrite}
     *
     * @param changes replace previous edits
     */
    public To with(Rewrite changes) {
      return new To(target, note, changes, fallbacks, chosenByClient);
    }

    /**
     * {@return the same, chosen by the client: by a parameter, a header, or a name that it sent}
     */
    public To byClient() {
      return chosenByClient ? this : new To(target, note, rewrite, fallbacks, true);
    }

    /**
     * {@return the same with fallback targets}
     *
     * @param others in the order in which they are tried
     */
    public To orElse(Target... others) {
      return new To(target, note, rewrite, List.of(others), chosenByClient);
    }

    /** {@return the decision for the next fallback; null if there is none} */
    public @Nullable To next() {
      return fallbacks.isEmpty()
          ? null
          : new To(
              fallbacks.get(0),
              note,
              rewrite,
              fallbacks.subList(1, fallbacks.size()),
              chosenByClient);
    }
  }

  /**
   * Forward to one of several targets. Porty resolves it: modes get a {@link To}. Created by {@link
   * Decision#weighted}, which requires a candidate with a weight above 0.
   */
  final class Weighted implements Decision {

    private final List<Candidate> candidates;
    private final String note;
    private final Rewrite rewrite;
    private final List<To> choices;

    private Weighted(List<Candidate> candidates, String note, Rewrite rewrite, List<To> choices) {
      this.candidates = candidates;
      this.note = note;
      this.rewrite = rewrite;
      this.choices = List.copyOf(choices);
    }

    static Weighted of(List<Candidate> candidates, String note) {
      List<Candidate> all = List.copyOf(candidates);
      Objects.requireNonNull(note, "note");
      return new Weighted(all, note, Rewrite.none(), choices(all, note, Rewrite.none()));
    }

    /** {@return the candidates, at least one with a weight above 0} */
    public List<Candidate> candidates() {
      return candidates;
    }

    /** {@return the reason for the access log, one token} */
    public String note() {
      return note;
    }

    /** {@return edits of the request and response; HTTP only} */
    public Rewrite rewrite() {
      return rewrite;
    }

    /**
     * {@return for each candidate, one behind the other, the same number of decisions for it: they
     * differ in the order of their fallbacks}
     */
    public List<To> choices() {
      return choices;
    }

    /**
     * Adds a rewrite.
     *
     * @param changes replace previous edits
     * @return the same with them
     */
    public Weighted with(Rewrite changes) {
      List<To> changed = choices.stream().map(choice -> choice.with(changes)).toList();
      return new Weighted(candidates, note, changes, changed);
    }

    /** {@return the same, chosen by the client: {@link To#byClient}} */
    public Weighted byClient() {
      return new Weighted(candidates, note, rewrite, choices.stream().map(To::byClient).toList());
    }

    private static List<To> choices(List<Candidate> candidates, String note, Rewrite rewrite) {
      if (candidates.stream().noneMatch(c -> c.weight() > 0)) {
        throw new IllegalArgumentException("no candidate has a weight above 0");
      }
      return FallbackOrders.choices(candidates, note, rewrite);
    }

    /** {@return the sum of all weights} */
    public long totalWeight() {
      long total = 0;
      for (int i = 0; i < candidates.size(); i++) {
        total += candidates.get(i).weight();
      }
      return total;
    }

    /**
     * {@return the choice for a number: the same number always gets the same one, as long as the
     * candidates are the same}
     *
     * @param hash any number; for an even spread any kind of hash, or chance
     */
    public To choose(long hash) {
      long rest = Math.floorMod(hash, totalWeight());
      for (int i = 0; i < candidates.size(); i++) {
        rest -= candidates.get(i).weight();
        if (rest < 0) {
          return choice(i, hash);
        }
      }
      throw new AssertionError("a hash beyond all weights");
    }

    /**
     * {@return the decision for a candidate that was chosen otherwise}
     *
     * @param candidate its index
     * @param hash decides who takes over if it cannot be connected to: the same number, the same
     *     ones
     */
    public To choice(int candidate, long hash) {
      int orders = choices.size() / candidates.size();
      return choices.get(candidate * orders + FallbackOrders.pick(hash, orders));
    }
  }

  /**
   * Respond to the request; a connection that is not HTTP is closed.
   *
   * @param status 300 to 599; from 400 on the code is sent too
   * @param code the stable error code for {@code X-Porty-Error}: lower case, digits and underscores
   * @param reason one short sentence for the client, and for the log
   * @param fields further header fields of the answer: {@code Location}, {@code Retry-After}
   * @param contentType of the body
   * @param body instead of the line of text that Porty writes; null for that line
   */
  record Respond(
      int status,
      String code,
      String reason,
      List<Field> fields,
      String contentType,
      @Nullable String body)
      implements Decision {
    /**
     * Validates the components.
     *
     * @param status 300 to 599; from 400 on the code is sent too
     * @param code the stable error code for {@code X-Porty-Error}: lower case, digits and
     *     underscores
     * @param reason one short sentence for the client, printable ASCII
     * @param fields further header fields of the answer
     * @param contentType of the body
     * @param body null for the line of text that Porty writes
     * @throws IllegalArgumentException if one is invalid
     */
    public Respond {
      if (status < 300 || status > 599) {
        throw new IllegalArgumentException("a refusal has a status from 300 to 599, not " + status);
      }
      if (!code.matches("[a-z0-9_]+")) {
        throw new IllegalArgumentException("\"" + code + "\" is not an error code: a-z, 0-9 and _");
      }
      if (reason.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
        throw new IllegalArgumentException("a reason is one line of printable ASCII");
      }
      fields = List.copyOf(fields);
      new Field("Content-Type", contentType);
    }

    /**
     * As the canonical constructor, with Porty's own line of text as the body.
     *
     * @param status 300 to 599; from 400 on the code is sent too
     * @param code the stable error code for {@code X-Porty-Error}
     * @param reason one short sentence for the client
     */
    public Respond(int status, String code, String reason) {
      this(status, code, reason, List.of(), "text/plain; charset=utf-8", null);
    }

    /**
     * {@return the same with one header field more; {@code Content-Type} is the body's and replaces
     * it}
     *
     * @param name {@code Location}, say
     * @param value its value
     */
    public Respond header(String name, String value) {
      if (name.equalsIgnoreCase("Content-Type")) {
        return new Respond(status, code, reason, fields, value, body);
      }
      List<Field> more = new ArrayList<>(fields);
      more.add(new Field(name, value));
      return new Respond(status, code, reason, more, contentType, body);
    }

    /**
     * {@return the same with a body, sent as UTF-8}
     *
     * @param type the content type
     * @param text the whole body
     */
    public Respond body(String type, String text) {
      return new Respond(status, code, reason, fields, type, text);
    }
  }

  /**
   * Not for this router.
   *
   * @param whenNoneDecides what the client should read if no other router decides either; the first
   *     one given counts
   */
  record Pass(@Nullable Respond whenNoneDecides) implements Decision {
    static final Pass PLAIN = new Pass(null);
  }
}
