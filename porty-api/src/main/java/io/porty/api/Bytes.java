package io.porty.api;

/**
 * A read-only view of bytes with another owner. It copies nothing, and is valid only as long as its
 * owner specifies: for a request view until {@code Router.route} returns. {@link #toString()} makes
 * a copy.
 *
 * @since 0.1
 */
@PortyImplements
public interface Bytes {

  /** {@return how many bytes there are} */
  int length();

  /**
   * {@return the byte at {@code index}, 0 to {@code length() - 1}}
   *
   * @param index from 0
   */
  byte at(int index);

  /**
   * A text as bytes, one for each character (ISO-8859-1): for a request view that is made of texts.
   *
   * @param text of characters up to U+00FF
   * @return its bytes, valid for ever
   * @since 0.2
   */
  static Bytes latin1(String text) {
    return new Latin1Bytes(text);
  }

  /** A copy as ISO-8859-1 text, one character for each byte. */
  @Override
  String toString();
}
