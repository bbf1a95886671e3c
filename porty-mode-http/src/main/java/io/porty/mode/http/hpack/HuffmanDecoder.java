package io.porty.mode.http.hpack;

/**
 * Decodes Huffman strings four bits at a time (RFC 7541 section 5.2): no code is shorter than five
 * bits, so that a step yields one byte at most. Immutable tables.
 */
final class HuffmanDecoder {

  /** The string has padding of 8 bits or more, padding that is not of ones, or EOS. */
  static final int MALFORMED = -1;

  private static final int STEPS = 16;

  /** The code has this many inner nodes: one less than symbols. */
  private static final int NODES = HuffmanCode.EOS;

  private static final int MAX_PADDING = 7;

  // A transition: the next node in the low bits, and these.
  private static final int NODE = 0x1ff;
  private static final int EMITS = 0x200;
  private static final int FAILS = 0x400;
  private static final int SYMBOL_SHIFT = 16;

  private static final int[] TRANSITIONS = new int[NODES * STEPS];

  /** Whether a string may end at a node: less than a byte of ones behind the last code. */
  private static final boolean[] ENDS = new boolean[NODES];

  static {
    int[][] tree = tree();
    for (int node = 0; node < NODES; node++) {
      for (int nibble = 0; nibble < STEPS; nibble++) {
        TRANSITIONS[node * STEPS + nibble] = walk(tree, node, nibble);
      }
    }
    int node = 0;
    for (int depth = 0; depth <= MAX_PADDING; depth++) {
      ENDS[node] = true;
      node = tree[node][1];
    }
  }

  /** Children of each inner node: another one, or the complement of a symbol. */
  private static int[][] tree() {
    int[][] tree = new int[NODES][2];
    int used = 1;
    for (int symbol = 0; symbol <= HuffmanCode.EOS; symbol++) {
      int code = HuffmanCode.code(symbol);
      int node = 0;
      for (int bit = HuffmanCode.bits(symbol) - 1; bit > 0; bit--) {
        int side = code >>> bit & 1;
        if (tree[node][side] == 0) {
          tree[node][side] = used++;
        }
        node = tree[node][side];
      }
      tree[node][code & 1] = ~symbol;
    }
    return tree;
  }

  private static int walk(int[][] tree, int from, int nibble) {
    int node = from;
    int emitted = 0;
    for (int bit = 3; bit >= 0; bit--) {
      int next = tree[node][nibble >>> bit & 1];
      if (next < 0) {
        if (~next == HuffmanCode.EOS) {
          return FAILS;
        }
        emitted = EMITS | ~next << SYMBOL_SHIFT;
        next = 0;
      }
      node = next;
    }
    return node | emitted;
  }

  /** The longest text that a string of this length can decode to. */
  static int maxDecoded(int length) {
    return length * 8 / 5;
  }

  /**
   * Decodes {@code in[from, to)} to {@code out}, which has room for the text.
   *
   * @return the end of the text in {@code out}, or {@link #MALFORMED}
   */
  static int decode(byte[] in, int from, int to, byte[] out, int at) {
    int[] transitions = TRANSITIONS;
    int node = 0;
    int end = at;
    for (int i = from; i < to; i++) {
      int b = in[i] & 0xff;
      int first = transitions[node * STEPS + (b >>> 4)];
      if ((first & EMITS) != 0) {
        out[end++] = (byte) (first >>> SYMBOL_SHIFT);
      }
      int second = transitions[(first & NODE) * STEPS + (b & 0xf)];
      if ((second & EMITS) != 0) {
        out[end++] = (byte) (second >>> SYMBOL_SHIFT);
      }
      if (((first | second) & FAILS) != 0) {
        return MALFORMED;
      }
      node = second & NODE;
    }
    return ENDS[node] ? end : MALFORMED;
  }

  /** The length of the text of {@code in[from, to)}, or {@link #MALFORMED}. */
  static int length(byte[] in, int from, int to) {
    int node = 0;
    int length = 0;
    for (int i = from; i < to; i++) {
      int first = TRANSITIONS[node * STEPS + (in[i] >>> 4 & 0xf)];
      int second = TRANSITIONS[(first & NODE) * STEPS + (in[i] & 0xf)];
      length += (first & EMITS) / EMITS + (second & EMITS) / EMITS;
      if (((first | second) & FAILS) != 0) {
        return MALFORMED;
      }
      node = second & NODE;
    }
    return ENDS[node] ? length : MALFORMED;
  }

  private HuffmanDecoder() {}
}
