package io.porty.api;

/**
 * A required key is missing. {@link Settings#get} has already reported it with file and line: do
 * not catch this.
 *
 * @since 0.1
 */
public final class MissingKeyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Creates it for a key.
   *
   * @param key the missing key
   */
  public MissingKeyException(Key<?> key) {
    super(key.name() + " is missing", null, false, false);
  }
}
