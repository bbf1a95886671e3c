package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is sent on one stream behind its head: at once if windows and channel allow, else in turns.
 * On the event loop.
 */
final class Download {

  static final int NOT_QUEUED = -1;

  /** The stream. */
  interface Owner {

    /** It has had its turn. */
    void afterTurn();
  }

  /** The next one in the {@link Scheduler}, which sets it. */
  @Nullable Download nextInTurn;

  /** Where it waits in the {@link Scheduler}, which sets it. */
  int queuedAt = NOT_QUEUED;

  private final SendingConnection connection;
  private final Owner owner;
  private final Sender sender;
  private final SendQueue queue = new SendQueue();
  private int stream;
  private int window;
  private int urgency = PriorityField.DEFAULT_URGENCY;
  private boolean ordered;
  private boolean sentAny;
  private boolean reopened;
  private boolean ending;
  private boolean done;
  private byte[] trailers = Ascii.NONE;
  private @Nullable H2Error resetAfter;
  private int progressAt;

  Download(SendingConnection connection, Owner owner) {
    this.connection = connection;
    this.owner = owner;
    this.sender = connection.sender();
  }

  void start(int id, int initialWindow) {
    stream = id;
    window = initialWindow;
    sentAny = false;
    reopened = false;
    ending = false;
    done = false;
    trailers = Ascii.NONE;
    resetAfter = null;
    progressAt = connection.now();
  }

  /** Sets its priority (RFC 9218); until then it has the default one. */
  void prioritize(PriorityField priority) {
    urgency = priority.urgency();
    ordered = priority.isOrdered();
  }

  int urgency() {
    return urgency;
  }

  /** Whether it is sent after earlier ones of its urgency, not in turns with them. */
  boolean isOrdered() {
    return ordered;
  }

  /** Whether both are in order, and this one comes first. */
  boolean isAhead(Download of) {
    return ordered && of.ordered && stream < of.stream;
  }

  void afterTurn() {
    owner.afterTurn();
  }

  /** Its window may have grown: waits for a turn if it has something to send. */
  void ready() {
    if (queuedAt == NOT_QUEUED && isReady()) {
      sender.scheduler().add(this);
    }
  }

  /** Its priority has changed: waits for its turn in another place. */
  void reorder() {
    if (queuedAt != NOT_QUEUED) {
      unqueue();
      sender.scheduler().add(this);
    }
  }

  private void unqueue() {
    if (queuedAt != NOT_QUEUED) {
      sender.scheduler().remove(this);
    }
  }

  /** Whether the stream is ended or reset on the wire. */
  boolean isDone() {
    return done;
  }

  /** What the peer takes on the stream, in bytes; may be below 0. */
  int window() {
    return window;
  }

  /** Bytes that wait. */
  int waiting() {
    return queue.bytes();
  }

  /** Ticks since its last turn. */
  int waitedFor() {
    return connection.now() - progressAt;
  }

  /** How long bytes have waited without a turn, in ticks; 0 if none wait. */
  int stalledFor(int now) {
    return queue.bytes() == 0 ? 0 : now - progressAt;
  }

  /** Whether the stream's own window is what it waits for. */
  boolean isWithoutWindow() {
    return !isReady();
  }

  /** Writes the response's head, or an interim one, from the encoder. */
  void head(boolean ends) {
    sender.writer().headers(stream, connection.encoder(), ends);
    done = ends;
  }

  /** Writes {@code length} bytes from the buffer's reader index, which stays with the caller. */
  void data(ByteBuf in, int length, ByteBufAllocator allocator) {
    int left = length;
    if (queue.bytes() == 0) {
      int part;
      while (left > 0 && sender.isFree() && (part = part(left)) > 0) {
        frame(in, part, false);
        left -= part;
      }
    }
    if (left > 0) {
      if (queue.bytes() == 0) {
        progressAt = connection.now();
      }
      queue.add(in, left, allocator);
    }
  }

  /** How much of what is wanted may be in the next frame; 0 for nothing. */
  private int part(int wanted) {
    int part = Math.min(Math.min(wanted, H2Limits.FRAME_BYTES), Math.min(window, sender.window()));
    boolean dribble = part < H2Limits.MIN_WINDOW && part < wanted && sentAny;
    return dribble ? 0 : Math.max(0, part);
  }

  private void frame(ByteBuf in, int length, boolean ends) {
    window -= length;
    sentAny = true;
    sender.sent(length);
    sender.writer().data(stream, in, length, ends);
    done = ends;
  }

  /** Whether a turn would send something, but for the connection's window. */
  boolean isReady() {
    int waiting = queue.bytes();
    return waiting > 0
        && window > 0
        && (!sentAny || window >= Math.min(waiting, H2Limits.MIN_WINDOW));
  }

  /** Whether something waits for a window of the peer. */
  boolean isBlocked() {
    return queue.bytes() > 0 && part(queue.bytes()) == 0;
  }

  /** Sends one frame of what waits; false if there is no window for it. */
  boolean turn() {
    int waiting = queue.bytes();
    int part = part(waiting);
    if (part == 0) {
      return false;
    }
    ByteBuf from = queue.first();
    part = Math.min(part, from.readableBytes());
    if (!sentAny) {
      part = Math.min(part, H2Limits.FIRST_TURN);
    }
    boolean last = part == waiting && ending && trailers.length == 0 && resetAfter == null;
    frame(from, part, last);
    queue.taken(part);
    progressAt = connection.now();
    if (ending && !done && queue.bytes() == 0) {
      finish();
    }
    return true;
  }

  /** Ends the stream behind what waits. */
  void end(@Nullable HeadWriter section) {
    if (done) {
      return;
    }
    ending = true;
    // An empty section is two bytes.
    trailers =
        section == null || section.length() <= 2
            ? Ascii.NONE
            : Arrays.copyOf(section.bytes(), section.length());
    if (queue.bytes() == 0) {
      finish();
    }
  }

  /** Resets the stream behind what waits. */
  void resetAfterData(H2Error error) {
    ending = true;
    resetAfter = error;
    if (queue.bytes() == 0) {
      finish();
    }
  }

  private void finish() {
    H2Error error = resetAfter;
    if (error != null) {
      sender.writer().reset(stream, error);
    } else if (trailers.length > 0) {
      connection.beginBlock();
      ResponseBlock.trailers(connection.encoder(), trailers);
      sender.writer().headers(stream, connection.encoder(), true);
    } else {
      sender.writer().end(stream);
    }
    done = true;
  }

  /** Resets the stream at once. */
  void reset(H2Error error) {
    drop();
    sender.writer().reset(stream, error);
  }

  /** Nothing more is sent. */
  void drop() {
    unqueue();
    done = true;
    queue.clear();
  }

  /**
   * SETTINGS_INITIAL_WINDOW_SIZE of the peer has changed by so much; false if the window is larger
   * than it may be then. Where that makes it negative, the next frame may be short, as the first:
   * once for each stream, because each change is for all of them.
   */
  boolean resize(long bytes) {
    if (window + bytes < 0 && !reopened) {
      reopened = true;
      sentAny = false;
    }
    return grow(bytes);
  }

  /** The peer's window has changed; false if it is larger than it may be. */
  boolean grow(long bytes) {
    if (window + bytes > Integer.MAX_VALUE) {
      return false;
    }
    window += (int) bytes;
    return true;
  }
}
