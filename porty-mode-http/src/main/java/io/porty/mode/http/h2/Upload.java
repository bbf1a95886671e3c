package io.porty.mode.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.porty.mode.http.head.Ascii;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one stream: passed on as it comes while it is taken, else kept, up to the
 * stream's window. Owns what it keeps. On the event loop.
 */
final class Upload {

  private static final long UNDECLARED = -1;

  private final ReceiveWindow connection;
  private final StreamWindow window;
  private @Nullable ByteBuf kept;
  private long declared;
  private long received;
  private boolean inputEnded;
  private boolean lastContent;
  private boolean complete;
  private boolean passing;
  private byte[] trailers = Ascii.NONE;
  private int trailerLength;

  /**
   * @param connection learns of what waits
   * @param window of the stream, which is given back as content is passed on
   */
  Upload(ReceiveWindow connection, StreamWindow window) {
    this.connection = connection;
    this.window = window;
  }

  /**
   * Begins.
   *
   * @param length declared by content-length; -1 if it is not
   * @param isEmpty whether the sink has been told that there is no content
   */
  void start(long length, boolean isEmpty) {
    declared = length;
    received = 0;
    inputEnded = false;
    lastContent = false;
    complete = isEmpty;
    trailers = Ascii.NONE;
    trailerLength = 0;
  }

  /** Content of a tunnel follows, whatever was said before. */
  void startTunnel() {
    declared = UNDECLARED;
    complete = false;
  }

  /** Whether content waits. */
  boolean isWaiting() {
    return kept != null;
  }

  /** Whether the client has ended the stream. */
  boolean isInputEnded() {
    return inputEnded;
  }

  /** The client has ended the stream with its head. */
  void endsWithHead() {
    inputEnded = true;
  }

  /** The next content is the last of the stream; {@link #end} follows it. */
  void endsWithThis() {
    lastContent = true;
  }

  /**
   * Content of a frame. The last of what was declared waits for the end of the stream: if more
   * content came, a backend would have taken the request for complete (RFC 9113 section 8.1.1).
   *
   * @return false if it is more than was declared
   */
  boolean receive(ByteBuf in, int length, UploadSink sink, ByteBufAllocator allocator) {
    received += length;
    if (declared >= 0 && received > declared) {
      return false;
    }
    if (kept == null && !passing && !complete && !isHeld() && sink.takes()) {
      passing = true;
      try {
        sink.data(in, length);
      } finally {
        passing = false;
      }
      window.passed(length);
    } else {
      keep(in, length, allocator);
    }
    return true;
  }

  /** Whether what is kept waits for the end of the stream. */
  private boolean isHeld() {
    return declared == received && !inputEnded && !lastContent;
  }

  private void keep(ByteBuf in, int length, ByteBufAllocator allocator) {
    ByteBuf to = kept;
    if (to == null) {
      to = allocator.directBuffer(length);
      kept = to;
    } else if (to.readerIndex() > to.capacity() / 2) {
      // Not moved within the buffer: what was passed on may still wait to be written.
      ByteBuf before = to;
      to = allocator.directBuffer(before.readableBytes() + length).writeBytes(before);
      kept = to;
      before.release();
    }
    to.writeBytes(in, length);
    connection.waiting(length);
  }

  /**
   * The client ends the stream.
   *
   * @param section trailers in HTTP/1 form; copied
   * @return false if less has come than was declared
   */
  boolean end(byte[] section, int length) {
    inputEnded = true;
    if (declared >= 0 && received != declared) {
      return false;
    }
    trailers = length == 0 ? Ascii.NONE : Arrays.copyOf(section, length);
    trailerLength = length;
    return true;
  }

  /**
   * Passes on what is kept, as far as the sink takes it. What has come before a tunnel is open
   * waits for it: a backend of HTTP/1 that refuses the tunnel would read it as a request.
   */
  void pass(UploadSink sink) {
    if (passing || complete || isHeld()) {
      return;
    }
    passing = true;
    try {
      ByteBuf from = kept;
      while (from != null && sink.takes()) {
        int length = Math.min(from.readableBytes(), H2Limits.FRAME_BYTES);
        connection.waiting(-length);
        // A slice, because the stream may end during the call, and drop the rest.
        sink.data(from.readSlice(length), length);
        if (kept == null) {
          return;
        }
        window.passed(length);
        if (!from.isReadable()) {
          kept = null;
          from.release();
          from = null;
        }
      }
      if (from == null && inputEnded && sink.takesEnd()) {
        complete = true;
        sink.ended(trailers, trailerLength);
      }
    } finally {
      passing = false;
    }
  }

  /** Drops what is kept: nobody takes it any more. */
  void drop() {
    complete = true;
    ByteBuf at = kept;
    if (at != null) {
      kept = null;
      connection.waiting(-at.readableBytes());
      at.release();
    }
  }
}
