package io.porty.load;

import java.nio.ByteBuffer;

/** Finds the end of one answer after the other in what a connection reads. */
interface ReplyReader {

  /** What reading came to. */
  enum Step {
    MORE,
    /** An answer is complete, and the connection can serve the next request. */
    DONE,
    /** An answer is complete, and its connection must not be used again. */
    DONE_AND_CLOSE,
    MALFORMED
  }

  /** Reads as far as the end of the answer. */
  Step read(ByteBuffer in);

  /** Whether an answer that ends here, with the connection, is a complete one. */
  boolean endsWithConnection();

  /** The status of the last complete HTTP answer; 0 where there is none. */
  int status();

  /** Forgets an answer that was begun. */
  void reset();

  static ReplyReader of(LoadPlan.Reply reply) {
    if (reply instanceof LoadPlan.Reply.Http http) {
      return new HttpReplyReader(http.toHead());
    }
    return new CountReader(((LoadPlan.Reply.Bytes) reply).count());
  }
}
