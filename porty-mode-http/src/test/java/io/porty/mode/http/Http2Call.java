package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.Http2Answers.Frame;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of an {@link Http2Play}, beside the state of its stream: what was uploaded, what its
 * backend of HTTP/1 has answered, and what the client has of that.
 */
final class Http2Call {

  private final int id;
  private final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();

  // The backend
  @Nullable Side backend;
  int declared = -1;
  int answered;
  boolean cut;

  // The client
  private int got;
  private boolean headSeen;
  private boolean own;
  private boolean endSeen;

  Http2Call(int id) {
    this.id = id;
  }

  /** Content of a stream, which differs from that of others. */
  static byte[] letters(int stream, int from, int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = letter(stream, from + i);
    }
    return content;
  }

  private static byte letter(int stream, int at) {
    return (byte) ('a' + (stream + at) % 26);
  }

  int uploadedBytes() {
    return uploaded.size();
  }

  void uploads(byte[] content) {
    uploaded.writeBytes(content);
  }

  /** Whether a backend works for it. */
  boolean isServed() {
    Side at = backend;
    return at != null && at.isOpen() && !cut;
  }

  /** Bytes that the backend has answered and the client does not have; 0 of Porty's own answers. */
  int waiting() {
    return own ? 0 : answered - got;
  }

  /** Whether its response has to come: the backend has begun, and has not broken it. */
  boolean isInOrder() {
    return !cut && !own;
  }

  boolean isWhole() {
    return endSeen;
  }

  // What the client gets

  void head(Frame frame) {
    endSeen |= frame.ends();
    if (frame.head().startsWith("103")) {
      assertThat(frame.ends() || headSeen).isFalse();
      return;
    }
    assertThat(headSeen).as("one head: %s", frame).isFalse();
    headSeen = true;
    own = frame.head().startsWith("5");
    assertThat(own || (declared >= 0 && frame.head().startsWith("200")))
        .as(frame.toString())
        .isTrue();
  }

  void content(Frame frame) {
    endSeen |= frame.ends();
    assertThat(headSeen).isTrue();
    for (byte b : frame.payload()) {
      assertThat(own || b == letter(id, got)).isTrue();
      got++;
    }
    assertThat(own || got <= answered).isTrue();
    assertThat(own || !frame.ends() || got == declared).isTrue();
  }

  /** What the backend got is what was uploaded, or its beginning. */
  void checkUpload() {
    Side at = backend;
    if (at == null) {
      return;
    }
    List<SecondOpinion.Message> requests = SecondOpinion.requests(at.sent());
    assertThat(requests).hasSize(1);
    SecondOpinion.Message request = requests.get(0);
    String sent = Http2Answers.text(uploaded.toByteArray());
    assertThat(sent).as("the upload of %s", id).startsWith(request.body.toString());
    if (request.complete) {
      assertThat(request.body.toString()).isEqualTo(sent);
    }
  }
}
