package io.porty.engine.issued;

import io.porty.api.mode.HttpChallenges;
import io.porty.api.tls.CertificateSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP challenges that are answered now. Thread-safe. */
public final class HttpAnswers implements HttpChallenges {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern ANSWER = Pattern.compile("[\\x20-\\x7e]{1,1024}");

  private final Map<String, String> answers = new ConcurrentHashMap<>();

  @Override
  public @Nullable String answer(String token) {
    return answers.get(token);
  }

  CertificateSink.Challenge publish(String token, String answer) {
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("a token is letters, digits, - and _, at most 128");
    }
    if (!ANSWER.matcher(answer).matches()) {
      throw new IllegalArgumentException("an answer is at most 1024 printable ASCII characters");
    }
    if (answers.size() >= CertificateSink.MAX_CHALLENGES) {
      throw new IllegalStateException("too many challenges at once");
    }
    answers.put(token, answer);
    return () -> answers.remove(token, answer);
  }
}
