package io.porty.mode.http.h2;

import org.jspecify.annotations.Nullable;

/**
 * The streams of a connection that have something to send and a window for it, in the order of
 * their turns: lower urgency first, and one turn in eight for the others, one that has waited for
 * long before them, so that none starves (RFC 9218 section 10). Links are in the streams. On the
 * event loop.
 */
final class Scheduler {

  private static final int TURNS_UNTIL_REST = 8;

  private final @Nullable Download[] first = new @Nullable Download[PriorityField.URGENCIES];
  private final @Nullable Download[] last = new @Nullable Download[PriorityField.URGENCIES];
  private int waiting;
  private int turns;

  boolean isEmpty() {
    return waiting == 0;
  }

  /**
   * Adds a stream that is not among them: behind the others of its urgency, but one that is not for
   * turns before later ones of its kind (RFC 9218 section 10).
   */
  void add(Download stream) {
    int level = stream.urgency();
    Download before = stream.isOrdered() ? lastBefore(stream, level) : last[level];
    Download after = before == null ? first[level] : before.nextInTurn;
    stream.nextInTurn = after;
    if (before == null) {
      first[level] = stream;
    } else {
      before.nextInTurn = stream;
    }
    if (after == null) {
      last[level] = stream;
    }
    stream.queuedAt = level;
    waiting++;
  }

  /** The one that a stream in order follows; null if it comes first. */
  private @Nullable Download lastBefore(Download stream, int level) {
    Download before = null;
    for (Download at = first[level]; at != null && !stream.isAhead(at); at = at.nextInTurn) {
      before = at;
    }
    return before;
  }

  /** Adds a stream that had its turn: it goes on if it is not for turns. */
  void addAgain(Download stream) {
    Download head = first[stream.urgency()];
    if (stream.isOrdered() && (head == null || !head.isAhead(stream))) {
      addFirst(stream);
    } else {
      add(stream);
    }
  }

  /** Puts a stream back that goes on with the next turn. */
  void addFirst(Download stream) {
    int level = stream.urgency();
    Download after = first[level];
    stream.nextInTurn = after;
    if (after == null) {
      last[level] = stream;
    }
    first[level] = stream;
    stream.queuedAt = level;
    waiting++;
  }

  /** Takes the stream whose turn it is; null if none waits. */
  @Nullable Download next() {
    if (waiting == 0) {
      return null;
    }
    boolean rest = ++turns % TURNS_UNTIL_REST == 0;
    Download starving = rest ? starving() : null;
    if (starving != null) {
      remove(starving);
      return starving;
    }
    for (int i = 0; i < first.length; i++) {
      int level = rest ? first.length - 1 - i : i;
      Download stream = first[level];
      if (stream != null) {
        unlink(stream, null, level);
        return stream;
      }
    }
    return null;
  }

  /** The one that has waited longest, of those that have waited for long; null if none has. */
  private @Nullable Download starving() {
    Download longest = null;
    int ticks = H2Limits.STARVING_TICKS;
    for (Download head : first) {
      for (Download at = head; at != null; at = at.nextInTurn) {
        if (at.waitedFor() >= ticks) {
          longest = at;
          ticks = at.waitedFor() + 1;
        }
      }
    }
    return longest;
  }

  /** Removes a stream that is among them. */
  @SuppressWarnings("ReferenceEquality") // links, not values
  void remove(Download stream) {
    int level = stream.queuedAt;
    Download before = null;
    for (Download at = first[level]; at != null; at = at.nextInTurn) {
      if (at == stream) {
        unlink(stream, before, level);
        return;
      }
      before = at;
    }
  }

  private void unlink(Download stream, @Nullable Download before, int level) {
    Download after = stream.nextInTurn;
    if (before == null) {
      first[level] = after;
    } else {
      before.nextInTurn = after;
    }
    if (after == null) {
      last[level] = before;
    }
    stream.nextInTurn = null;
    stream.queuedAt = Download.NOT_QUEUED;
    waiting--;
  }
}
