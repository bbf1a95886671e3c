package io.porty.net.tls.boringssl;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.internal.tcnative.SSL;
import io.porty.net.tls.RecordSizes;
import io.porty.net.tls.TlsException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is written to a channel. Small writes are gathered until a record is full or
 * flushed, so that no record carries a chunk's header alone; large ones are encrypted where they
 * lie. What is gathered, one record at most, is not counted as pending by the channel. Owns what is
 * given to it; on the event loop.
 */
final class RecordWriter {

  /** The most that a record carries (RFC 8446 section 5.1). */
  static final int MAX_RECORD = 16_384;

  /** So many bytes are encrypted into one buffer. */
  private static final int MAX_BATCH = 65_536;

  /** Room for session tickets, which BoringSSL writes before the first record. */
  private static final int FIRST_SLACK = 1024;

  private static final int MIN_CAPACITY = 512;

  private final NativeSsl ssl;
  private final Channel channel;
  private final RecordSizes sizes = new RecordSizes();
  private @Nullable ByteBuf gathered;
  private int slack = FIRST_SLACK;

  /** Of the next buffer to gather in, as the last ones were filled. */
  private int capacity = MIN_CAPACITY;

  RecordWriter(NativeSsl ssl, Channel channel) {
    this.ssl = ssl;
    this.channel = channel;
  }

  /** Takes a buffer over; it is sent with the next {@link #finish}, or before. */
  void write(ChannelHandlerContext ctx, ByteBuf data, ChannelPromise promise) {
    boolean failed = true;
    try {
      int length = data.readableBytes();
      int limit = sizes.next();
      ByteBuf waiting = gathered;
      int held = waiting == null ? 0 : waiting.readableBytes();
      if (held + length < limit) {
        gather(data, length);
      } else {
        int fill = held == 0 ? 0 : Math.min(limit - held, length);
        if (fill > 0) {
          gather(data, fill);
        }
        finish(ctx);
        encrypt(ctx, data);
      }
      failed = false;
    } catch (TlsException e) {
      promise.tryFailure(e);
      return;
    } finally {
      data.release();
      if (failed) {
        drop();
      }
    }
    settle(ctx, promise);
  }

  /** A promise is kept with the last byte of what it was given for. */
  private void settle(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (promise.isVoid()) {
      return;
    }
    try {
      finish(ctx);
    } catch (TlsException e) {
      promise.tryFailure(e);
      return;
    }
    ctx.write(io.netty.buffer.Unpooled.EMPTY_BUFFER, promise);
  }

  private void gather(ByteBuf data, int length) {
    ByteBuf out = gathered;
    if (out == null) {
      out = channel.alloc().directBuffer(Math.max(capacity, length), MAX_RECORD);
      gathered = out;
    }
    out.writeBytes(data, length);
  }

  /** Encrypts what was gathered, and writes it to the channel. */
  void finish(ChannelHandlerContext ctx) throws TlsException {
    ByteBuf out = gathered;
    if (out != null) {
      gathered = null;
      int used = out.readableBytes();
      capacity = used > capacity ? used : Math.max(MIN_CAPACITY, (capacity + used) / 2);
      try {
        encrypt(ctx, out);
      } finally {
        out.release();
      }
    }
  }

  private void encrypt(ChannelHandlerContext ctx, ByteBuf data) throws TlsException {
    if (!data.isReadable()) {
      return;
    }
    if (data.isDirect() && data.nioBufferCount() == 1) {
      encrypt(ctx, BoringSsl.address(data) + data.readerIndex(), data.readableBytes());
      return;
    }
    ByteBuf copy = channel.alloc().directBuffer(data.readableBytes());
    try {
      copy.writeBytes(data, data.readerIndex(), data.readableBytes());
      encrypt(ctx, BoringSsl.address(copy), copy.readableBytes());
    } finally {
      copy.release();
    }
  }

  private void encrypt(ChannelHandlerContext ctx, long address, int length) throws TlsException {
    int done = 0;
    while (done < length) {
      int record = sizes.recordSize();
      int most = Math.min(length - done, MAX_BATCH);
      int records = (most + record - 1) / record;
      ByteBuf out = channel.alloc().directBuffer(most + records * ssl.overhead() + slack);
      slack = 0;
      try {
        done += fill(out, address + done, most, record);
      } catch (TlsException e) {
        out.release();
        throw e;
      }
      ctx.write(out, channel.voidPromise());
    }
  }

  /** Encrypts as many bytes as there is room for; answers how many. */
  private int fill(ByteBuf out, long address, int length, int record) throws TlsException {
    if (ssl.isFreed()) {
      throw new TlsException("closed");
    }
    ssl.lendOutput(out);
    int room = out.writableBytes();
    int done = 0;
    try {
      if (ssl.waitingBytes() > 0) {
        ssl.drain();
      }
      while (done < length) {
        int sent = ssl.write(address + done, Math.min(record, length - done));
        if (sent <= 0) {
          int error = ssl.error(sent);
          if (error == SSL.SSL_ERROR_WANT_WRITE) {
            break; // more of BoringSSL's own than expected: the rest goes to the next buffer
          }
          throw new TlsException("TLS: " + NativeFailures.text(NativeSsl.takeError()));
        }
        done += sent;
        sizes.sent(sent);
      }
    } finally {
      out.writerIndex(out.writerIndex() + room - ssl.lentBytes());
      ssl.unlend();
    }
    return done;
  }

  /** Writes what BoringSSL itself has to say: its flight, alerts, close_notify. */
  boolean drain(ChannelHandlerContext ctx) {
    int waiting = ssl.waitingBytes();
    if (waiting <= 0) {
      return false;
    }
    ByteBuf out = channel.alloc().directBuffer(waiting);
    ssl.lendOutput(out);
    ssl.drain();
    out.writerIndex(waiting - ssl.lentBytes());
    ssl.unlend();
    // Not the void promise: that nobody takes an alert any more is no exception of the channel.
    ctx.write(out, ctx.newPromise());
    return true;
  }

  /** Writes close_notify behind what BoringSSL has not said yet. */
  void shutdown(ChannelHandlerContext ctx) {
    boolean again = ssl.shutdown();
    while (drain(ctx) && again) {
      again = ssl.shutdown();
    }
  }

  /** What was gathered is never sent. */
  void drop() {
    ByteBuf out = gathered;
    if (out != null) {
      gathered = null;
      out.release();
    }
  }
}
