package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths and streams of frames (RFC 9113 section 6), one below and one above. */
class FrameRulesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0x00, 1, 0, ",
    "0, 0x00, 0, 0, PROTOCOL_ERROR",
    "0, 0x08, 1, 0, FRAME_SIZE_ERROR",
    "0, 0x08, 1, 1, ",
    "1, 0x04, 1, 0, ",
    "1, 0x04, 0, 9, PROTOCOL_ERROR",
    "1, 0x08, 1, 0, FRAME_SIZE_ERROR",
    "1, 0x08, 1, 1, ",
    "1, 0x20, 1, 4, FRAME_SIZE_ERROR",
    "1, 0x20, 1, 5, ",
    "1, 0x28, 1, 5, FRAME_SIZE_ERROR",
    "1, 0x28, 1, 6, ",
    "9, 0x00, 1, 0, ",
    "9, 0x28, 1, 0, ",
    "9, 0x00, 0, 0, PROTOCOL_ERROR",
    "2, 0x00, 1, 4, FRAME_SIZE_ERROR",
    "2, 0x00, 1, 5, ",
    "2, 0x00, 1, 6, FRAME_SIZE_ERROR",
    "2, 0x00, 0, 5, PROTOCOL_ERROR",
    "3, 0x00, 1, 3, FRAME_SIZE_ERROR",
    "3, 0x00, 1, 4, ",
    "3, 0x00, 1, 5, FRAME_SIZE_ERROR",
    "3, 0x00, 0, 4, PROTOCOL_ERROR",
    "4, 0x00, 0, 0, ",
    "4, 0x00, 0, 5, FRAME_SIZE_ERROR",
    "4, 0x00, 0, 12, ",
    "4, 0x00, 1, 6, PROTOCOL_ERROR",
    "4, 0x01, 0, 0, ",
    "4, 0x01, 0, 6, FRAME_SIZE_ERROR",
    "5, 0x04, 1, 9, PROTOCOL_ERROR",
    "6, 0x00, 0, 7, FRAME_SIZE_ERROR",
    "6, 0x00, 0, 8, ",
    "6, 0x00, 0, 9, FRAME_SIZE_ERROR",
    "6, 0x00, 1, 8, PROTOCOL_ERROR",
    "7, 0x00, 0, 7, FRAME_SIZE_ERROR",
    "7, 0x00, 0, 8, ",
    "7, 0x00, 1, 8, PROTOCOL_ERROR",
    "8, 0x00, 0, 4, ",
    "8, 0x00, 1, 4, ",
    "8, 0x00, 1, 3, FRAME_SIZE_ERROR",
    "16, 0x00, 0, 3, FRAME_SIZE_ERROR",
    "16, 0x00, 0, 4, ",
    "16, 0x00, 1, 4, PROTOCOL_ERROR",
    "99, 0xff, 1, 3, ",
  })
  void aHeaderIsChecked(int type, String flags, int stream, int length, H2Error error) {
    FrameHeader header = new FrameHeader();
    header.read(
        Unpooled.buffer()
            .writeMedium(length)
            .writeByte(type)
            .writeByte(Integer.decode(flags))
            .writeInt(stream | Integer.MIN_VALUE));
    assertThat(FrameRules.problem(header)).isEqualTo(error);
  }
}
