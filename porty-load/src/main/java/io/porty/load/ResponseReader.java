package io.porty.load;

import java.nio.ByteBuffer;

/** Finds the ends of the responses on a connection. */
interface ResponseReader {

  /** Result of a read. */
  enum Step {
    MORE,
    /** A response is complete; the connection persists. */
    DONE,
    /** A response is complete; the connection must be closed. */
    DONE_AND_CLOSE,
    MALFORMED
  }

  /** Reads up to the end of the response. */
  Step read(ByteBuffer in);

  /** Whether the response is complete if the connection is closed now. */
  boolean isCompleteAtClose();

  /** The status of the last HTTP response; 0 if there is none. */
  int status();

  /** Discards a partial response. */
  void reset();
}
