package io.porty.mode.http.exchange;

import io.porty.api.mode.HttpChallenges;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.RequestHead;
import org.jspecify.annotations.Nullable;

/** Requests of an authority about a challenge, which are answered before any route is looked at. */
final class ChallengeAnswer {

  private static final byte[] PATH = Ascii.bytes(HttpChallenges.PATH);
  private static final int MAX_TOKEN = 128;

  /**
   * @param challenges null if there never are any
   * @return the body of the answer; null if the request is not about a challenge that is under way
   */
  static @Nullable String to(@Nullable HttpChallenges challenges, RequestHead head) {
    if (challenges == null || !head.isGet()) {
      return null;
    }
    byte[] bytes = head.parser().bytes();
    int token = head.pathStart() + PATH.length;
    int end = head.queryStart();
    boolean asked =
        end > token
            && end - token <= MAX_TOKEN
            && Ascii.equals(bytes, head.pathStart(), token, PATH);
    return asked ? challenges.answer(Ascii.text(bytes, token, end)) : null;
  }

  private ChallengeAnswer() {}
}
