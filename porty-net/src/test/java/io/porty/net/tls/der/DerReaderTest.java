package io.porty.net.tls.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DER is read strictly, and what the writer makes is what the reader reads. */
class DerReaderTest {

  private static DerReader of(String hex) {
    return new DerReader(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatIsWrittenIsRead() throws DerException {
    byte[] long200 = new byte[200];
    byte[] long70000 = new byte[70_000];
    byte[] all =
        DerWriter.sequence(
            DerWriter.integer(0),
            DerWriter.integer(new BigInteger("-129")),
            DerWriter.integer(300),
            DerWriter.oid("1.2.840.113549.1.1.11"),
            DerWriter.oid("2.999.4294967296"),
            DerWriter.octetString(long200),
            DerWriter.bitString(long70000),
            DerWriter.tagged(3, DerWriter.utf8("x")));
    DerReader outer = new DerReader(all);
    DerReader in = outer.enter(DerTag.SEQUENCE);
    outer.end();
    assertThat(in.smallInteger()).isZero();
    assertThat(in.integer()).isEqualTo(-129);
    assertThat(in.smallInteger()).isEqualTo(300);
    assertThat(in.oid()).isEqualTo("1.2.840.113549.1.1.11");
    assertThat(in.oid()).isEqualTo("2.999.4294967296");
    assertThat(in.content(DerTag.OCTET_STRING)).hasSize(200);
    assertThat(in.bitString()).hasSize(70_000);
    assertThat(in.isNext(DerTag.constructed(3))).isTrue();
    assertThat(in.enter(DerTag.constructed(3)).content(DerTag.UTF8_STRING)).hasSize(1);
    assertThat(in.hasMore()).isFalse();
    in.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02",
        "0280",
        "02810101",
        "0282000101",
        "028500000000010a",
        "0284ffffffff",
        "0203aa",
        "1f0101",
        "02020001",
        "0202ff80",
        "0200"
      })
  void anIntegerThatIsNotDerIsRefused(String hex) {
    assertThatThrownBy(() -> of(hex).integer()).isInstanceOf(DerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "060180", "06028001", "060b2affffffffffffffffff7f"})
  void anObjectIdentifierThatIsNotDerIsRefused(String hex) {
    assertThatThrownBy(() -> of(hex).oid()).isInstanceOf(DerException.class);
  }

  @Test
  void timesAreOfOneForm() throws DerException {
    byte[] time = DerWriter.time(Instant.parse("2051-02-03T04:05:06Z"));
    assertThat(new DerReader(time).generalizedTime()).isEqualTo("2051-02-03T04:05:06Z");
    byte[] before = DerWriter.time(Instant.parse("2049-12-31T23:59:59Z"));
    assertThat(before[0]).isEqualTo((byte) DerTag.UTC_TIME);
    byte[] none = DerWriter.element(DerTag.GENERALIZED_TIME, "20260231000000Z".getBytes());
    assertThatThrownBy(() -> new DerReader(none).generalizedTime())
        .isInstanceOf(DerException.class);
  }

  @Test
  void flagsHaveNoTrailingZeros() {
    assertThat(DerWriter.flags(0x80)).containsExactly(3, 2, 7, 0x80);
    assertThat(DerWriter.flags(0x06)).containsExactly(3, 2, 1, 6);
  }

  @Test
  void anyBytesAreReadOrRefusedAndNothingElse() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && i % 2 == 0) {
        bytes[0] = 0x30;
      }
      try {
        walk(new DerReader(bytes), 0);
      } catch (DerException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static void walk(DerReader reader, int depth) throws DerException {
    while (reader.hasMore()) {
      if (reader.isNext(DerTag.SEQUENCE) && depth < 5) {
        walk(reader.enter(DerTag.SEQUENCE), depth + 1);
      } else if (reader.isNext(DerTag.INTEGER)) {
        reader.integer();
      } else if (reader.isNext(DerTag.OID)) {
        reader.oid();
      } else if (reader.isNext(DerTag.GENERALIZED_TIME)) {
        reader.generalizedTime();
      } else {
        reader.element();
      }
    }
  }
}
