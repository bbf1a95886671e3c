package io.porty.wire;

import java.util.List;

/**
 * One line of a table: what the client sends, what the backend answers to each request, and what
 * both must have seen in the end.
 *
 * @param place file and line
 * @param source where the demand comes from
 * @param sent by the client, one piece for each pause
 * @param answer of the backend
 * @param closing how the backend ends behind its answer
 */
record Row(
    String place,
    String source,
    String text,
    List<String> sent,
    String answer,
    Closing closing,
    List<Check> checks) {

  /** What the backend does behind its answer. */
  enum Closing {
    STAYS,
    CLOSES,
    RESETS
  }

  /**
   * @param byBackend whether it is about what the backend saw, else about the client
   */
  record Check(boolean byBackend, String word, String rest) {}

  boolean says(boolean byBackend, String word) {
    return checks.stream().anyMatch(c -> c.byBackend() == byBackend && c.word().equals(word));
  }

  /** How many final responses the client waits for. */
  int expectedResponses() {
    return checks.stream()
        .filter(c -> !c.byBackend() && c.word().equals("count"))
        .mapToInt(c -> Integer.parseInt(c.rest()))
        .findFirst()
        .orElse(1);
  }

  boolean isHead() {
    return sent.get(0).startsWith("HEAD ");
  }

  @Override
  public String toString() {
    return place + " " + source + ": " + text;
  }
}
