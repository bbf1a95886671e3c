package io.porty.mode.http.h2;

import io.porty.mode.http.head.Ascii;
import java.util.Arrays;

/**
 * The parameters of a {@code priority} field (RFC 9218 section 4): u=0 to 7, and i. Anything else
 * is ignored, as the RFC has it. Reused.
 */
final class PriorityField {

  static final int DEFAULT_URGENCY = 3;
  static final int URGENCIES = 8;

  private static final byte[] NAME = Ascii.bytes("priority");

  private int urgency = DEFAULT_URGENCY;
  private boolean ordered;

  void clear() {
    urgency = DEFAULT_URGENCY;
    ordered = false;
  }

  /** Reads a field's value, if its name is {@code priority}. */
  void readIfNamed(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    if (Arrays.equals(b, nameStart, nameEnd, NAME, 0, NAME.length)) {
      read(b, nameEnd, valueEnd);
    }
  }

  /** Reads {@code b[from, to)}. */
  void read(byte[] b, int from, int to) {
    urgency = DEFAULT_URGENCY;
    ordered = true;
    int i = from;
    while (i < to) {
      while (i < to && (b[i] == ' ' || b[i] == ',' || b[i] == '\t')) {
        i++;
      }
      int start = i;
      while (i < to && b[i] != ',') {
        i++;
      }
      parameter(b, start, i);
    }
  }

  /** Reads one parameter; parameters of its own, behind a semicolon, say nothing. */
  private void parameter(byte[] b, int start, int to) {
    int end = start;
    while (end < to && b[end] != ';' && b[end] != ' ' && b[end] != '\t') {
      end++;
    }
    int length = end - start;
    if (length == 3 && b[start] == 'u' && b[start + 1] == '=') {
      int digit = b[start + 2] - '0';
      urgency = digit >= 0 && digit < URGENCIES ? digit : urgency;
    } else if (length == 1 && b[start] == 'i') {
      ordered = false;
    } else if (length == 4 && b[start] == 'i' && b[start + 1] == '=' && b[start + 2] == '?') {
      ordered = b[start + 3] != '1';
    }
  }

  /** Both parameters as a number. */
  int packed() {
    return (urgency << 1) | (ordered ? 1 : 0);
  }

  /** Sets both from what {@link #packed} has returned. */
  void unpack(int packed) {
    urgency = packed >> 1;
    ordered = (packed & 1) == 1;
  }

  /** 0 is served first. */
  int urgency() {
    return urgency;
  }

  /**
   * Whether the response is of use only when it is complete, so that it is sent without turns of
   * others of its urgency. Only if the client says so: one that says nothing has turns.
   */
  boolean isOrdered() {
    return ordered;
  }
}
