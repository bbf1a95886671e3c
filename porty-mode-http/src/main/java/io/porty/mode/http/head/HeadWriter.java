package io.porty.mode.http.head;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/** A growing array for building message heads; one for each event loop, reused. */
public final class HeadWriter {

  private static final byte[] CRLF = {'\r', '\n'};

  private byte[] bytes = new byte[2048];
  private int length;
  private NeverIndexed neverIndexed = NeverIndexed.NONE;

  public HeadWriter clear() {
    length = 0;
    neverIndexed = NeverIndexed.NONE;
    return this;
  }

  /** Sets which of the fields no hop may index; {@link #clear} forgets it. */
  public void neverIndexed(NeverIndexed names) {
    neverIndexed = names;
  }

  public NeverIndexed neverIndexed() {
    return neverIndexed;
  }

  public HeadWriter put(byte[] b) {
    return put(b, 0, b.length);
  }

  public HeadWriter put(byte[] b, int start, int end) {
    int more = end - start;
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
    System.arraycopy(b, start, bytes, length, more);
    length += more;
    return this;
  }

  public HeadWriter put(char c) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    bytes[length++] = (byte) c;
    return this;
  }

  /** Appends ISO-8859-1 characters. */
  public HeadWriter put(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
    return this;
  }

  public HeadWriter put(long number) {
    int from = length;
    long rest = number;
    do {
      put((char) ('0' + rest % 10));
      rest /= 10;
    } while (rest > 0);
    for (int i = from, j = length - 1; i < j; i++, j--) {
      byte b = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = b;
    }
    return this;
  }

  public HeadWriter line() {
    return put(CRLF);
  }

  /** A copy of the bytes, owned by the caller. */
  public ByteBuf toBuffer(ByteBufAllocator allocator) {
    return allocator.directBuffer(length).writeBytes(bytes, 0, length);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }
}
