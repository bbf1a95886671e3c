package io.porty.mode.http.h2;

/** Counts what a {@link FrameWriter} writes. On the event loop. */
interface SentFrames {

  /** Counts nothing. */
  SentFrames UNCOUNTED =
      new SentFrames() {
        @Override
        public void reset(H2Error error) {}

        @Override
        public void goAway(H2Error error) {}
      };

  /** A RST_STREAM. */
  void reset(H2Error error);

  /** A GOAWAY. */
  void goAway(H2Error error);
}
