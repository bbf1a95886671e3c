package io.porty.mode.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 section 6.3: where a body ends, and what would let two readers disagree about it. */
class FramingRulesTest {

  private static final HeadLimits LIMITS = new HeadLimits(100, 1000, 20);

  private final HeadParser requests = HeadParser.forRequests(LIMITS);
  private final HeadParser responses = HeadParser.forResponses(LIMITS);
  private final FramingRules strict = FramingRules.forRequests();

  /** {@code framing length}, or the code of the error. */
  private String request(int minor, String fields) {
    byte[] b = Ascii.bytes("POST / HTTP/1." + minor + "\r\n" + lines(fields) + "\r\n");
    assertThat(requests.request(b, b.length)).isEqualTo(b.length);
    return text(strict, strict.request(b, requests.fields(), minor));
  }

  private String response(FramingRules rules, String fields, boolean bodiless) {
    byte[] b = Ascii.bytes("HTTP/1.1 200 OK\r\n" + lines(fields) + "\r\n");
    assertThat(responses.response(b, b.length)).isEqualTo(b.length);
    return text(rules, rules.response(b, responses.fields(), 1, bodiless));
  }

  private static String lines(String fields) {
    return fields == null
        ? ""
        : (fields.replaceAll(" ?/ ?", "\r\n") + "\r\n")
            .replace("CL", "Content-Length")
            .replace("TE", "Transfer-Encoding");
  }

  private static String text(FramingRules rules, FailureCode failure) {
    assertThat(rules.problemAt() >= 0).isEqualTo(failure != null);
    return failure == null ? rules.framing() + " " + rules.length() : failure.code();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| NONE -1",
        "CL: 0 | NONE 0",
        "CL: 1 | CONTENT_LENGTH 1",
        "CL: 0010 | CONTENT_LENGTH 10",
        "CL: 000 | NONE 0",
        "CL: 9 / CL: 9 | CONTENT_LENGTH 9",
        "CL: 9223372036854775807 | CONTENT_LENGTH 9223372036854775807",
        "CL: 0009223372036854775807 | CONTENT_LENGTH 9223372036854775807",
        "TE: chunked | CHUNKED -1",
        "TE: ChunkeD | CHUNKED -1",
        "CL: 9223372036854775808 | bad_framing",
        "CL: 9999999999999999999 | bad_framing",
        "CL: 18446744073709551617 | bad_framing",
        "CL: 11111111111111111111 | bad_framing",
        "CL: | bad_framing",
        "CL: -1 | bad_framing",
        "CL: +1 | bad_framing",
        "CL: 1 1 | bad_framing",
        "CL: 0x1 | bad_framing",
        "CL: 1a | bad_framing",
        "CL: : | bad_framing",
        "CL: 5, 5 | bad_framing",
        "CL: 5 / CL: 6 | bad_framing",
        "CL: 5 / CL: 05 | bad_framing",
        "CL: 05 / CL: 50 | bad_framing",
        "CL: 0 / CL: 5 | bad_framing",
        "CL: 5 / CL: x | bad_framing",
        "CL: 5 / TE: chunked | bad_framing",
        "TE: chunked / CL: 0 | bad_framing",
        "TE: | bad_framing",
        "TE: chunked / TE: | bad_framing",
        "TE: chunked / TE: chunked | bad_framing",
        "TE: chunked, chunked | unsupported_transfer_coding",
        "TE: gzip, chunked | unsupported_transfer_coding",
        "TE: gzip / TE: chunked | unsupported_transfer_coding",
        "TE: chunked / TE: gzip | unsupported_transfer_coding",
        "TE: identity | unsupported_transfer_coding",
        "TE: xchunked | unsupported_transfer_coding",
        "TE: gzip / CL: 5 | bad_framing",
      })
  void aRequestHasOneLengthOrIsRefused(String fields, String expected) {
    assertThat(request(1, fields)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| NONE -1",
        "CL: 5 | CONTENT_LENGTH 5",
        "TE: chunked | bad_framing",
        "TE: gzip | bad_framing",
      })
  void aRequestOfHttp10HasNoCoding(String fields, String expected) {
    assertThat(request(0, fields)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| UNTIL_CLOSE -1 | UNTIL_CLOSE -1",
        "CL: 0 | NONE 0 | NONE 0",
        "CL: 5 | CONTENT_LENGTH 5 | CONTENT_LENGTH 5",
        "TE: chunked | CHUNKED -1 | CHUNKED -1",
        "CL: 5, 5 | backend_invalid | CONTENT_LENGTH 5",
        "CL: 5, 05 | backend_invalid | CONTENT_LENGTH 5",
        "CL: 5,, 5 | backend_invalid | CONTENT_LENGTH 5",
        "CL: 0, 5 | backend_invalid | backend_invalid",
        "CL: 5, 6 | backend_invalid | backend_invalid",
        "CL: 5, x | backend_invalid | backend_invalid",
        "CL: , | backend_invalid | backend_invalid",
        "CL: 5 / CL: 05 | backend_invalid | CONTENT_LENGTH 5",
        "CL: 5 / CL: 6 | backend_invalid | backend_invalid",
        "TE: chunked, chunked | backend_invalid | CHUNKED -1",
        "TE: chunked / TE: chunked | backend_invalid | CHUNKED -1",
        "TE: gzip, chunked | backend_invalid | backend_invalid",
        "TE: , | backend_invalid | backend_invalid",
        "CL: 5 / TE: chunked | backend_invalid | backend_invalid",
      })
  void aLenientReaderTakesWhatIsUnambiguous(String fields, String strict, String lenient) {
    assertThat(response(FramingRules.forResponses(), fields, false)).isEqualTo(strict);
    assertThat(response(FramingRules.forLenientResponses(), fields, false)).isEqualTo(lenient);
  }

  @Test
  void aResponseWithoutBodyKeepsItsDeclaredLength() {
    FramingRules rules = FramingRules.forResponses();
    assertThat(response(rules, "CL: 5", true)).isEqualTo("NONE 5");
    assertThat(response(rules, "TE: chunked", true)).isEqualTo("NONE -1");
    assertThat(response(rules, null, true)).isEqualTo("NONE -1");
    assertThat(response(rules, "CL: 5/CL: 6", true)).isEqualTo("backend_invalid");
  }

  /** One object reads every head of an event loop. */
  @Test
  void nothingIsKeptOfTheHeadBefore() {
    assertThat(request(1, "CL: 5")).isEqualTo("CONTENT_LENGTH 5");
    assertThat(request(1, null)).isEqualTo("NONE -1");
    assertThat(request(1, "TE: chunked")).isEqualTo("CHUNKED -1");
    assertThat(request(1, "CL: 7")).isEqualTo("CONTENT_LENGTH 7");
    assertThat(request(1, "CL: 7/CL: 8")).isEqualTo("bad_framing");
    assertThat(request(1, null)).isEqualTo("NONE -1");
  }

  @Test
  void theProblemIsWhereTheSecondReadingBegins() {
    String head = "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n";
    byte[] b = Ascii.bytes(head);
    requests.request(b, b.length);
    strict.request(b, requests.fields(), 1);
    assertThat(strict.problemAt()).isEqualTo(head.lastIndexOf("Content"));
    String coded = "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n";
    byte[] c = Ascii.bytes(coded);
    requests.request(c, c.length);
    strict.request(c, requests.fields(), 1);
    assertThat(strict.problemAt()).isEqualTo(coded.indexOf("gzip"));
  }
}
