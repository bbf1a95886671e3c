package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.BackendModel.Outcome;
import io.porty.mode.http.BackendModel.Stream;
import io.porty.mode.http.Http2Answers.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client of HTTP/2 to backends of HTTP/2: what was sent, which backend has it, and
 * what the client must see of it.
 */
final class PlayedCall {

  private static final int INTERNAL_ERROR = 2;

  private final int id;
  private final boolean hasBody;
  private @Nullable BackendLink link;
  private int stream;
  private int uploaded;
  private int received;
  private boolean uploadEnded;
  private boolean retried;
  private boolean mayFail;
  private boolean givenUp;

  // What the client has
  private boolean headSeen;
  private boolean own;
  private int got;
  private boolean over;

  PlayedCall(int id, boolean hasBody) {
    this.id = id;
    this.hasBody = hasBody;
    this.uploadEnded = !hasBody;
  }

  /** Content of a call, which differs from that of others. */
  static byte[] letters(int call, int from, int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) ('a' + (call + from + i) % 26);
    }
    return content;
  }

  /** Whether content may follow. */
  boolean isUploading() {
    return !uploadEnded && !over && !givenUp;
  }

  byte[] upload(int length, boolean ends) {
    byte[] content = letters(id, uploaded, length);
    uploaded += length;
    uploadEnded = ends;
    return content;
  }

  void giveUp() {
    givenUp = true;
  }

  boolean isGivenUp() {
    return givenUp;
  }

  boolean isOver() {
    return over || givenUp;
  }

  /** It is not at a backend, and what it waits for may fail. */
  void mayFail() {
    mayFail |= link == null || attempt().outcome != Outcome.RUNNING;
  }

  private Stream attempt() {
    return link.model.streams().get(stream);
  }

  // At a backend

  /** A backend has got its head. */
  void begun(BackendLink at, int number, boolean ends) {
    if (link != null) {
      assertThat(mayRetry()).as("%s is sent again", id).isTrue();
      retried = true;
    }
    assertThat(givenUp).isFalse();
    assertThat(ends).as("the end of %s", id).isEqualTo(!hasBody);
    link = at;
    stream = number;
  }

  private boolean mayRetry() {
    Stream last = attempt();
    boolean unprocessed =
        last.outcome == Outcome.REFUSED || (last.outcome == Outcome.LOST && !last.first);
    return !hasBody && !retried && unprocessed && !last.interim && !last.isPassed();
  }

  void received(byte[] content, boolean ends) {
    assertThat(content).as("the upload of %s", id).isEqualTo(letters(id, received, content.length));
    received += content.length;
    assertThat(received).isLessThanOrEqualTo(uploaded);
    if (ends) {
      assertThat(uploadEnded && received == uploaded).as("the whole upload of %s", id).isTrue();
    }
  }

  // At the client

  /** A frame of its response. */
  void take(Frame frame) {
    assertThat(over).as("%s behind the end", frame).isFalse();
    switch (frame.type()) {
      case 0 -> content(frame.payload());
      case 1 -> head(frame.head());
      case 3 -> {
        assertThat(frame.error()).as(frame.toString()).isEqualTo(INTERNAL_ERROR);
        assertThat(headSeen && isBroken()).as("%s of a response in order", frame).isTrue();
        over = true;
      }
      default -> throw new AssertionError(frame.toString());
    }
    if (frame.ends()) {
      over = true;
      assertThat(own || attempt().outcome == Outcome.WHOLE).as("%s is whole", id).isTrue();
      assertThat(own || got == attempt().sent).as("all of %s", id).isTrue();
    }
  }

  private void head(String head) {
    if (head.startsWith("103")) {
      assertThat(attempt().interim && !headSeen).as(head).isTrue();
    } else if (head.startsWith("-")) {
      assertThat(headSeen).as("trailers behind the head").isTrue();
    } else {
      assertThat(headSeen).as("one head: %s", head).isFalse();
      headSeen = true;
      own = head.startsWith("5");
      boolean failed = mayFail || (isBroken() && !attempt().isPassed());
      assertThat(own ? failed : attempt().headSent).as("%s of %s", head, id).isTrue();
    }
  }

  private void content(byte[] content) {
    if (!own) {
      assertThat(content).as("the response of %s", id).isEqualTo(letters(id, got, content.length));
      got += content.length;
      assertThat(got).isLessThanOrEqualTo(attempt().sent);
    }
  }

  private boolean isBroken() {
    return link != null
        && switch (attempt().outcome) {
          case RUNNING, WHOLE -> false;
          case BROKEN, REFUSED, LOST -> true;
        };
  }

  /** What has to have come of it, once everything has arrived. */
  void check() {
    if (link == null || isOver()) {
      return;
    }
    boolean waits = mayRetry();
    assertThat(attempt().outcome == Outcome.RUNNING || waits)
        .as("%s is at an end for the client, too: %s", id, attempt().outcome)
        .isTrue();
  }

  /** The connection to the backend that works for it; null if none does. */
  @Nullable BackendLink link() {
    return link != null && link.isOpen() && attempt().isOpen() && !isOver() ? link : null;
  }

  int stream() {
    return stream;
  }
}
