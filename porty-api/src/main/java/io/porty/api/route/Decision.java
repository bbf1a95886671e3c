package io.porty.api.route;

import io.porty.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A router's decision. Instances are immutable; routers on a hot path make them once and answer the
 * same ones.
 */
public sealed interface Decision extends RouteAnswer {

  /** Forward to {@code target}. */
  static Decision to(Target target, String note) {
    return new To(target, note);
  }

  /** Answer the client with an error of one's own. */
  static Decision refuse(int status, String word, String reason) {
    return new Refuse(status, word, reason);
  }

  /** Let the next router decide. */
  static Decision pass() {
    return Pass.PLAIN;
  }

  /**
   * Forward to this target.
   *
   * @param note why, in a word, for the traffic log: {@code dynamic}, {@code host}
   */
  record To(Target target, String note) implements Decision {
    public To {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(note, "note");
    }
  }

  /**
   * Refuse the request; a connection that is not HTTP is closed.
   *
   * @param status 400 to 599
   * @param word the stable word for {@code X-Porty-Error}: lower case, digits and underscores
   * @param reason one short sentence for the client
   */
  record Refuse(int status, String word, String reason) implements Decision {
    public Refuse {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
      }
      if (!word.matches("[a-z0-9_]+")) {
        throw new IllegalArgumentException("\"" + word + "\" is not a word of a-z, 0-9 and _");
      }
      if (reason.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
        throw new IllegalArgumentException("a reason is one line of printable ASCII");
      }
    }
  }

  /**
   * Not for this router.
   *
   * @param otherwise what the client should read if no other router decides either; the first one
   *     given counts
   */
  record Pass(@Nullable Refuse otherwise) implements Decision {
    static final Pass PLAIN = new Pass(null);
  }
}
