package io.porty.api;

/**
 * A setting that has to be there is not. Porty has recorded that, with file and line, before it
 * throws this from {@link Settings#get}: let it pass.
 *
 * @since 0.1
 */
public final class MissingKeyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says so in its message.
   *
   * @param key which is not written, and has no default
   */
  public MissingKeyException(Key<?> key) {
    super(key.name() + " is missing", null, false, false);
  }
}
