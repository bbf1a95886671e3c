package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A second opinion: Netty's coder and ours understand each other, and refuse the same blocks. */
class HpackDifferenceTest {

  private record Field(String name, String value) {}

  @Provide
  Arbitrary<List<Field>> lists() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of("accept", "cookie", "content-type", "user-agent", "x-a", "date"),
            Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(40));
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("", "gzip, deflate", "text/html"),
            Arbitraries.strings().withCharRange(' ', '\u00ff').ofMaxLength(200));
    return Combinators.combine(names, values).as(Field::new).list().ofMaxSize(20);
  }

  @Property(tries = 300)
  void decodesWhatNettyEncodesAlsoWithItsTable(
      @ForAll("lists") List<Field> first, @ForAll("lists") List<Field> second) throws Exception {
    DefaultHttp2HeadersEncoder netty =
        new DefaultHttp2HeadersEncoder((name, value) -> name.length() % 5 == 0);
    Blocks blocks = new Blocks(4096);
    for (List<Field> fields : List.of(first, second, first)) {
      Http2Headers headers = new DefaultHttp2Headers(false);
      fields.forEach(field -> headers.add(ascii(field.name()), ascii(field.value())));
      ByteBuf out = Unpooled.buffer();
      netty.encodeHeaders(3, headers, out);
      List<String> expected = new ArrayList<>();
      for (Map.Entry<CharSequence, CharSequence> entry : headers) {
        boolean never = entry.getKey().length() % 5 == 0;
        expected.add(entry.getKey() + "=" + entry.getValue() + (never ? " never" : ""));
      }
      assertThat(blocks.fields(ByteBufUtil.getBytes(out))).isEqualTo(expected);
      assertThat(blocks.result()).isEqualTo(HpackResult.OK);
    }
  }

  private static CharSequence ascii(String text) {
    return new io.netty.util.AsciiString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 300)
  void encodesWhatNettyDecodes(@ForAll("lists") List<Field> fields) throws Exception {
    HpackEncoder encoder = new HpackEncoder();
    encoder.begin(true);
    encoder.status(418);
    for (Field field : fields) {
      byte[] b = (field.name() + ":" + field.value()).getBytes(StandardCharsets.ISO_8859_1);
      encoder.field(b, 0, field.name().length(), field.name().length() + 1, b.length, false);
    }
    Http2Headers headers =
        new DefaultHttp2HeadersDecoder(false)
            .decodeHeaders(3, Unpooled.wrappedBuffer(encoder.bytes(), 0, encoder.length()));
    assertThat(headers.status()).hasToString("418");
    for (Field field : fields) {
      assertThat(headers.getAll(field.name()).stream().map(CharSequence::toString))
          .contains(field.value());
    }
    assertThat(headers.size()).isEqualTo(fields.size() + 1);
  }

  /** Netty drops fields that are repeated only in its table; so only acceptance is compared. */
  @Property(tries = 3000)
  void refusesWhatNettyRefuses(@ForAll("blocks") byte[] block) {
    Blocks blocks = new Blocks(4096);
    blocks.fields(block);
    boolean ours = blocks.result() == HpackResult.OK;
    boolean theirs;
    try {
      new DefaultHttp2HeadersDecoder(false).decodeHeaders(3, Unpooled.wrappedBuffer(block));
      theirs = true;
    } catch (Http2Exception e) {
      theirs = false;
    }
    assertThat(ours).isEqualTo(theirs);
  }

  /** Bytes that are often the beginning of a field. */
  @Provide
  Arbitrary<byte[]> blocks() {
    return Arbitraries.oneOf(
            Arbitraries.bytes(),
            Arbitraries.of((byte) 0x82, (byte) 0x40, (byte) 0x00, (byte) 0x10, (byte) 0x20),
            Arbitraries.of((byte) 0x01, (byte) 0x81, (byte) 0xbe, (byte) 0x61, (byte) 0x84))
        .array(byte[].class)
        .ofMaxSize(24);
  }
}
