package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a response head means, strictly and leniently read. */
class ResponseHeadTest {

  private static final HeadLimits LIMITS = new HeadLimits(1000, 4000, 50);

  private final HeadParser strict = HeadParser.forResponses(LIMITS);
  private final HeadParser lenient = HeadParser.forLenientResponses(LIMITS);
  private final ResponseHead head = new ResponseHead(strict);

  private void read(String lines) {
    byte[] b = Ascii.bytes(lines.replaceAll(" ?~ ?", "\r\n") + "\r\n\r\n");
    assertThat(strict.response(b, b.length)).isEqualTo(b.length);
    head.read();
  }

  @ParameterizedTest
  @CsvSource({
    "100, true, true",
    "199, true, true",
    "200, false, false",
    "204, true, false",
    "205, false, false",
    "303, false, false",
    "304, true, false",
    "999, false, false"
  })
  void someStatusesHaveNoBody(int status, boolean bodiless, boolean interim) {
    read("HTTP/1.1 " + status + " X");
    assertThat(head.status()).isEqualTo(status);
    assertThat(head.isBodiless()).isEqualTo(bodiless);
    assertThat(head.isInterim()).isEqualTo(interim);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.1 | X: y | true",
        "1.1 | Connection: close | false",
        "1.0 | X: y | false",
        "1.0 | Connection: keep-alive | true",
        "1.0 | Connection: keep-alive, close | false",
      })
  void theConnectionIsKeptAsTheVersionHasIt(String version, String fields, boolean kept) {
    read("HTTP/" + version + " 200 OK ~ " + fields);
    assertThat(head.keepAlive()).isEqualTo(kept);
    read("HTTP/1.1 200 OK ~ X: y");
    assertThat(head.keepAlive()).as("of the next head").isTrue();
    read("HTTP/1.0 200 OK ~ X: y");
    assertThat(head.keepAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WWW-Authenticate: Basic ~ WWW-Authenticate: NTLM | true",
        "WWW-Authenticate: NTLM ~ WWW-Authenticate: Basic | true",
        "Proxy-Authenticate: Negotiate | true",
        "Proxy-Support: Session-Based-Authentication | true",
        "Persistent-Auth: true | true",
        "WWW-Authenticate: Digest realm=x | false",
        "X: NTLM | false",
      })
  void someBackendsAuthenticateTheConnection(String fields, boolean connection) {
    read("HTTP/1.1 401 X ~ " + fields);
    assertThat(head.authenticatesConnection()).isEqualTo(connection);
    read("HTTP/1.1 200 X");
    assertThat(head.authenticatesConnection()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream | true",
        "Text/Event-Stream;charset=utf-8 | true",
        "text/event-stream ;x | true",
        "text/event-streams | false",
        "text/html | false",
      })
  void anEventStreamIsKnownByItsType(String type, boolean stream) {
    read("HTTP/1.1 200 OK ~ Content-Type: " + type + " ~ Date: x");
    assertThat(head.isEventStream()).isEqualTo(stream);
    assertThat(head.hasDate()).isTrue();
    read("HTTP/1.1 200 OK ~ X: y");
    assertThat(head.isEventStream()).isFalse();
    assertThat(head.hasDate()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "101 | Connection: upgrade ~ Upgrade: WebSocket | true",
        "101 | Connection: upgrade ~ Upgrade: chat, websocket | true",
        "101 | Connection: upgrade ~ Upgrade: chat, other | false",
        "101 | Connection: upgrade ~ Upgrade: websockets | false",
        "101 | Connection: upgrade ~ Upgrade: chax | false",
        "101 | Connection: upgrade ~ Upgrade: cHAT | true",
        "101 | Upgrade: chat ~ Connection: upgrade | true",
        "101 | Connection: upgrade ~ Upgrade: , | false",
        "101 | Connection: upgrade ~ Upgrade: websocket ~ Upgrade: chat | false",
        "101 | Connection: upgrade ~ Upgrade: a ~ Upgrade: b ~ Upgrade: chat | false",
        "101 | Upgrade: websocket | false",
        "101 | Connection: upgrade | false",
        "200 | Connection: upgrade ~ Upgrade: websocket | false",
      })
  void aSwitchIsToWhatWasAskedFor(int status, String fields, boolean switches) {
    read("HTTP/1.1 " + status + " X ~ " + fields);
    assertThat(head.switchesTo(Ascii.bytes("chat, websocket"))).isEqualTo(switches);
  }

  @Test
  void oneUpgradeLineIsToldFromSeveral() {
    read("HTTP/1.1 426 X ~ Upgrade: chat");
    assertThat(head.hasUpgrade()).isTrue();
    assertThat(Ascii.text(strict.bytes(), head.upgradeStart(), head.upgradeEnd()))
        .isEqualTo("chat");
    read("HTTP/1.1 426 X ~ Upgrade: chat ~ Upgrade: chat");
    assertThat(head.hasUpgrade()).isFalse();
    read("HTTP/1.1 426 X");
    assertThat(head.hasUpgrade()).isFalse();
  }

  /** Deviations that have one reading only. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK^X: y~~ | 1 | true",
        "HTTP/1.1 200 OK~X: y^~ | 1 | false",
        "HTTP/1.1 200 OK~X : y~~ | 1 | true",
        "HTTP/1.1 200 OK~X \t : y~~ | 1 | true",
        "HTTP/1.1 200 OK~~ | 1 | false",
        "HTTP/1.1   200 OK~~ | 1 | false",
        "http/1.0 200 OK~~ | 0 | false",
        "HTTP/1.9 200 OK~~ | 1 | false",
        "ICY 200 OK~~ | 0 | false",
        "icy 200~~ | 0 | false",
      })
  void aLenientReaderTakesOldServers(String wire, int minor, boolean irregular) {
    byte[] b = Ascii.bytes(wire.replace("~", "\r\n").replace("^", "\n"));
    assertThat(lenient.response(b, b.length)).isEqualTo(b.length);
    assertThat(lenient.status()).isEqualTo(200);
    assertThat(lenient.minor()).isEqualTo(minor);
    for (int cut = 0; cut < b.length; cut++) {
      assertThat(lenient.response(b, cut)).as("cut at %d", cut).isEqualTo(HeadParser.MORE);
    }
    if (irregular) {
      assertThat(lenient.response(b, b.length)).isPositive();
      assertThat(lenient.isIrregular()).isTrue();
    }
  }

  /** One parser reads the heads of all backends: such a server does not keep its connection. */
  @Test
  void theVersionOfAnIcyHeadIsNotThatOfTheHeadBefore() {
    byte[] before = Ascii.bytes("HTTP/1.1 200 OK\r\n\r\n");
    lenient.response(before, before.length);
    byte[] icy = Ascii.bytes("ICY 200 OK\r\n\r\n");
    assertThat(lenient.response(icy, icy.length)).isEqualTo(icy.length);
    assertThat(lenient.minor()).isZero();
  }

  @Test
  void aRegularHeadIsForwardedAsItIs() {
    byte[] odd = Ascii.bytes("HTTP/1.1 200 OK\r\nX : y\r\nZ: z\r\n\r\n");
    lenient.response(odd, odd.length);
    assertThat(lenient.isIrregular()).isTrue();
    byte[] regular = Ascii.bytes("HTTP/1.1 200 OK\r\nX: y\r\n\r\n");
    lenient.response(regular, regular.length);
    assertThat(lenient.isIrregular()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK^X: y~~",
        "HTTP/1.1 200 OK~X : y~~",
        "HTTP/1.1  200 OK~~",
        "http/1.1 200 OK~~",
        "HTTP/1.2 200 OK~~",
        "HTTP/2.0 200 OK~~",
        "ICY 200 OK~~",
        "HTTP/1.1 20 OK~~",
        "HTTP/1.1 099 OK~~",
        "HTTP/1.1 2000 OK~~",
        "HTTP/1.1 200\tOK~~",
        "HTTP/1.1\t200 OK~~",
        "HTTP/1.1 2x0 OK~~",
        "HTTP/1.1 200 O\u0001K~~",
        "HTTP/11 200 OK~~",
        "HTTP/x.1 200 OK~~",
        "HTTP/1.x 200 OK~~",
        "HTTX/1.1 200 OK~~",
      })
  void aStrictReaderRefusesThem(String wire) {
    byte[] b = Ascii.bytes(wire.replace("~", "\r\n").replace("^", "\n"));
    assertThat(strict.response(b, b.length)).isEqualTo(HeadParser.MALFORMED);
    assertThat(strict.error()).isEqualTo(FailureCode.BACKEND_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2.0 200 OK~~",
        "HTTP/1.x 200 OK~~",
        "ICX 200 OK~~",
        "ICY200 OK~~",
        "HTTP/1.1 20 OK~~",
        "HTTP/1.1 099 OK~~",
        "HTTP/1.1 200 OK~ folded~~",
        "HTTP/1.1 200 OK~X y~~",
        "HTTP/1.1 200 OK~X: a\rb~~",
        "HTTP/1.1 200 OK~: y~~",
      })
  void aLenientReaderRefusesWhatHasTwoReadings(String wire) {
    byte[] b = Ascii.bytes(wire.replace("~", "\r\n"));
    assertThat(lenient.response(b, b.length)).isEqualTo(HeadParser.MALFORMED);
    assertThat(lenient.error()).isEqualTo(FailureCode.BACKEND_INVALID);
  }

  @Test
  void theReasonMayBeMissing() {
    read("HTTP/1.1 200");
    assertThat(strict.reasonEnd()).isEqualTo(strict.reasonStart());
    read("HTTP/1.1 100 Go on ~ X: y");
    assertThat(Ascii.text(strict.bytes(), strict.reasonStart(), strict.reasonEnd()))
        .isEqualTo("Go on");
    assertThat(head.status()).isEqualTo(100);
  }

  @Test
  void aFaultNamesLineAndByte() {
    byte[] b = Ascii.bytes("HTTP/1.1 200 OK\r\nX: \u0001y\r\n\r\n");
    assertThat(strict.response(b, b.length)).isEqualTo(HeadParser.MALFORMED);
    assertThat(strict.fault()).startsWith("line 2, byte 4: ").contains("\\x01");
    byte[] first = Ascii.bytes("HTTP/1.1 2x0 OK\r\n\r\n");
    strict.response(first, first.length);
    assertThat(strict.fault()).startsWith("line 1, byte 11: ");
    byte[] stray = Ascii.bytes("HTTP/1.1 200 OK\rX: y\r\n\r\n");
    strict.response(stray, stray.length);
    assertThat(strict.fault()).startsWith("line 1, byte 17: ");
    byte[] low = Ascii.bytes("HTTP/1.1 020 OK\r\n\r\n");
    strict.response(low, low.length);
    assertThat(strict.fault()).startsWith("line 1, byte 10: ");
  }

  @Test
  void trailersAreFieldLinesUpToAnEmptyOne() {
    byte[] b = Ascii.bytes("A: b\r\nC: d\r\n\r\nmore");
    assertThat(strict.trailers(b, b.length)).isEqualTo(b.length - 4);
    assertThat(strict.fields().count()).isEqualTo(2);
    assertThat(strict.isIrregular()).isFalse();
    assertThat(strict.excerpt(0)).startsWith("line 1, byte 1: \"A: b");
    assertThat(strict.trailers(b, 5)).isEqualTo(HeadParser.MORE);
    byte[] none = Ascii.bytes("\r\n");
    assertThat(lenient.trailers(none, 2)).isEqualTo(2);
    assertThat(lenient.isIrregular()).isFalse();
    byte[] bad = Ascii.bytes("A b\r\n\r\n");
    assertThat(strict.trailers(bad, bad.length)).isEqualTo(HeadParser.MALFORMED);
  }
}
