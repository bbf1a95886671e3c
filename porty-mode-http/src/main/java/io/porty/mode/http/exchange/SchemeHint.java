package io.porty.mode.http.exchange;

import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Scheme;
import io.porty.api.Target;
import org.jspecify.annotations.Nullable;

/** Schemes are not guessed from ports; but who is wrong about one is told. */
final class SchemeHint {

  private static final String HINT =
      "; port 443 was spoken to in plain text, did you mean porty_scheme=https (a target https://)?";

  /** The detail of a failure: a gRPC call to a backend that speaks HTTP/1.1. */
  static final String NO_HTTP2 = "the backend does not speak HTTP/2";

  private static final String GRPC_HINT =
      "; " + NO_HTTP2 + ", which gRPC needs: a target h2c://, or upstream_http2 = true";

  /**
   * @param target null if it is not known
   * @return empty if there is nothing to say; else to be put behind a message
   */
  static String of(Failure failure, @Nullable Target target) {
    if (failure.detail().equals(NO_HTTP2)) {
      return GRPC_HINT;
    }
    FailureCode code = failure.code();
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
