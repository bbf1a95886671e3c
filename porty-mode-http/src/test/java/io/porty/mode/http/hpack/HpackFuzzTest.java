package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks of arbitrary bytes on one connection, with Netty's decoder as the second opinion. The
 * first byte of the input is the length of the first block, and so on. The inputs in {@code
 * HpackFuzzTestInputs}, the examples of RFC 7541 appendix C among them, are replayed by every
 * build; {@code JAZZER_FUZZ=1} looks for more.
 */
class HpackFuzzTest {

  private static final HpackLimits LIMITS = new HpackLimits(64, 8192);

  @FuzzTest(maxDuration = "2m")
  void blocks(byte[] input) {
    Blocks ours = new Blocks(4096, LIMITS);
    DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    for (byte[] block : split(input)) {
      List<String> fields = ours.fields(block);
      if (ours.result() != HpackResult.OK && ours.result() != HpackResult.MALFORMED) {
        return;
      }
      List<String> expected = decode(netty, block);
      assertThat(ours.result() == HpackResult.OK).isEqualTo(expected != null);
      if (expected == null) {
        return;
      }
      assertThat(plain(fields)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<byte[]> split(byte[] input) {
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < input.length; ) {
      int end = Math.min(input.length, at + 1 + (input[at] & 0xff));
      all.add(Arrays.copyOfRange(input, at + 1, end));
      at = end;
    }
    return all;
  }

  private static List<String> plain(List<String> fields) {
    return fields.stream().map(field -> field.replaceFirst(" never$", "")).toList();
  }

  /** Null if it refuses the block. */
  private static List<String> decode(DefaultHttp2HeadersDecoder netty, byte[] block) {
    try {
      Http2Headers headers = netty.decodeHeaders(3, Unpooled.wrappedBuffer(block));
      List<String> found = new ArrayList<>();
      headers.forEach(field -> found.add(field.getKey() + "=" + field.getValue()));
      return found.stream().map(field -> field.replaceFirst(" never$", "")).toList();
    } catch (Http2Exception e) {
      return null;
    }
  }
}
