package io.porty.api.mode;

import io.porty.api.PortyImplements;
import org.jspecify.annotations.Nullable;

/**
 * Answers to an authority's HTTP challenges (RFC 8555 section 8.3), which come before any route.
 *
 * @since 0.2
 */
@PortyImplements
public interface HttpChallenges {

  /** The path that a token follows. */
  String PATH = "/.well-known/acme-challenge/";

  /**
   * The answer to a token. Cheap and thread-safe.
   *
   * @param token what follows {@link #PATH}
   * @return the body; null if no challenge has this token: the request goes on as any other
   */
  @Nullable String answer(String token);
}
