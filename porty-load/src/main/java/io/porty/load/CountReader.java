package io.porty.load;

import java.nio.ByteBuffer;

/** An answer is so many bytes. */
final class CountReader implements ReplyReader {

  private final int count;
  private int missing;

  CountReader(int count) {
    this.count = count;
    this.missing = count;
  }

  @Override
  public Step read(ByteBuffer in) {
    int taken = Math.min(missing, in.remaining());
    in.position(in.position() + taken);
    missing -= taken;
    if (missing > 0) {
      return Step.MORE;
    }
    missing = count;
    return Step.DONE;
  }

  @Override
  public boolean endsWithConnection() {
    return false;
  }

  @Override
  public int status() {
    return 0;
  }

  @Override
  public void reset() {
    missing = count;
  }
}
