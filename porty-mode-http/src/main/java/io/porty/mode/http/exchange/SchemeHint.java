package io.porty.mode.http.exchange;

import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.Target;
import org.jspecify.annotations.Nullable;

/** Schemes are not guessed from ports; but who is wrong about one is told. */
final class SchemeHint {

  private static final String HINT =
      "; port 443 was spoken to in plain text, did you mean porty_scheme=https (a target https://)?";

  /**
   * @param target null if it is not known
   * @return empty if there is nothing to say; else to be put behind a message
   */
  static String of(FailureCode code, @Nullable Target target) {
    boolean fits = code == FailureCode.BACKEND_INVALID || code == FailureCode.BACKEND_CLOSED;
    return fits
            && target != null
            && target.port() == Scheme.HTTPS.defaultPort()
            && !target.scheme().isTls()
        ? HINT
        : "";
  }

  private SchemeHint() {}
}
