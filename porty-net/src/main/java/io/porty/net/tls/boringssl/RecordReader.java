package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.internal.tcnative.SSL;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts what was received. BoringSSL keeps a record that is not complete; nothing else stays
 * between two reads. What was decrypted is handed out only when BoringSSL has let go of the input:
 * whoever gets it may write. On the event loop.
 */
final class RecordReader {

  /** How the input goes on. */
  enum End {
    /** More may come. */
    MORE,
    /** The peer has ended its output. */
    CLOSE_NOTIFY,
    /** The peer broke the protocol, or sent a fatal alert. */
    BROKEN
  }

  private static final int MIN_CAPACITY = 512;

  private final NativeSsl ssl;
  private final Channel channel;
  private @Nullable ByteBuf decrypted;
  private @Nullable ArrayDeque<ByteBuf> further;
  private @Nullable ByteBuf copy;
  private @Nullable String problem;
  private long address;
  private int length;

  RecordReader(NativeSsl ssl, Channel channel) {
    this.ssl = ssl;
    this.channel = channel;
  }

  /** Lends BoringSSL what was received, which stays the caller's; until {@link #end}. */
  void begin(ByteBuf in) {
    ByteBuf direct = in;
    if (!in.isDirect() || in.nioBufferCount() != 1) {
      direct = channel.alloc().directBuffer(in.readableBytes());
      direct.writeBytes(in, in.readerIndex(), in.readableBytes());
      copy = direct;
    }
    address = BoringSsl.address(direct) + direct.readerIndex();
    length = direct.readableBytes();
    ssl.lend(address, length);
  }

  /** Takes the input back, so that output can be lent. */
  void suspend() {
    if (length > 0) {
      int left = ssl.lentBytes();
      address += length - left;
      length = left;
      ssl.unlend();
    }
  }

  /** Lends the rest again. */
  void resume() {
    if (length > 0) {
      ssl.lend(address, length);
    }
  }

  void end() {
    length = 0;
    if (!ssl.isFreed()) {
      ssl.unlend();
    }
    ByteBuf temporary = copy;
    if (temporary != null) {
      copy = null;
      temporary.release();
    }
  }

  /** Decrypts all of it. */
  End decrypt() {
    ByteBuf out = null;
    while (true) {
      if (out == null || !out.isWritable()) {
        keep(out);
        out = channel.alloc().directBuffer(Math.max(MIN_CAPACITY, ssl.lentBytes()));
      }
      int read = ssl.read(BoringSsl.address(out) + out.writerIndex(), out.writableBytes());
      if (read > 0) {
        out.writerIndex(out.writerIndex() + read);
        if (out.isWritable() && ssl.lentBytes() == 0) {
          keep(out);
          return End.MORE; // a record is read whole: nothing of one is left
        }
      } else {
        keep(out);
        return endOf(ssl.error(read));
      }
    }
  }

  private End endOf(int error) {
    if (error == SSL.SSL_ERROR_WANT_READ) {
      return End.MORE;
    }
    if (error == SSL.SSL_ERROR_ZERO_RETURN) {
      return End.CLOSE_NOTIFY;
    }
    problem = "TLS: " + NativeFailures.text(NativeSsl.takeError());
    return End.BROKEN;
  }

  private void keep(@Nullable ByteBuf out) {
    if (out == null) {
      return;
    }
    if (!out.isReadable()) {
      out.release();
    } else if (decrypted == null) {
      decrypted = out;
    } else {
      if (further == null) {
        further = new ArrayDeque<>();
      }
      further.add(out);
    }
  }

  /** The next of what was decrypted, the caller's from here on; null if there is no more. */
  @Nullable ByteBuf take() {
    ByteBuf next = decrypted;
    decrypted = further == null ? null : further.poll();
    return next;
  }

  String takeProblem() {
    String text = problem;
    problem = null;
    return text == null ? "" : text;
  }

  void drop() {
    for (ByteBuf data = take(); data != null; data = take()) {
      data.release();
    }
    further = null;
  }
}
