package io.porty.api;

/** ISO-8859-1 text as bytes. */
record Latin1Bytes(String text) implements Bytes {

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public byte at(int index) {
    return (byte) text.charAt(index);
  }

  @Override
  public String toString() {
    return text;
  }
}
