package io.porty.load;

import java.nio.ByteBuffer;

/** Reads responses of a fixed length. */
final class FixedLengthReader implements ResponseReader {

  private final int count;
  private int remaining;

  FixedLengthReader(int count) {
    this.count = count;
    this.remaining = count;
  }

  @Override
  public Step read(ByteBuffer in) {
    int taken = Math.min(remaining, in.remaining());
    in.position(in.position() + taken);
    remaining -= taken;
    if (remaining > 0) {
      return Step.MORE;
    }
    remaining = count;
    return Step.DONE;
  }

  @Override
  public boolean isCompleteAtClose() {
    return false;
  }

  @Override
  public int status() {
    return 0;
  }

  @Override
  public void reset() {
    remaining = count;
  }
}
