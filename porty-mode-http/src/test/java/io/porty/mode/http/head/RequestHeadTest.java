package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request head means, and which well-formed ones are refused. */
class RequestHeadTest {

  private static final HeadLimits LIMITS = new HeadLimits(1000, 4000, 50);

  private final HeadParser parser = HeadParser.forRequests(LIMITS);
  private final RequestHead head = new RequestHead(parser);

  /** Lines separated by {@code ~}, without the empty one. */
  private FailureCode read(String lines) {
    byte[] b = Ascii.bytes(lines.replaceAll(" ?~ ?", "\r\n") + "\r\n\r\n");
    assertThat(parser.request(b, b.length)).isEqualTo(b.length);
    return head.read();
  }

  private void accepted(String lines) {
    assertThat(read(lines)).as(lines).isNull();
    assertThat(head.problemAt()).isEqualTo(-1);
  }

  private String text(int start, int end) {
    return Ascii.text(parser.bytes(), start, end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1 ~ Host: a | a | / | false",
        "GET /b?c?d HTTP/1.1 ~ Host: a:80 | a:80 | /b | false",
        "GET /? HTTP/1.1 ~ Host: [::1]:8 | [::1]:8 | / | false",
        "GET / HTTP/1.0 | '' | / | false",
        "GET / HTTP/1.0 ~ Host: b | b | / | false",
        "GET http://x.y/b?c HTTP/1.1 ~ Host: a | x.y | /b | false",
        "GET HTTPS://x:1 HTTP/1.1 ~ Host: a | x:1 | '' | false",
        "GET http://x?c/d HTTP/1.1 ~ Host: a | x | '' | false",
        "OPTIONS * HTTP/1.1 ~ Host: a | a | * | true",
        "OPTIONS http://x HTTP/1.1 ~ Host: a | x | '' | true",
        "OPTIONS http://x/ HTTP/1.1 ~ Host: a | x | / | false",
        "OPTIONS http://x?q HTTP/1.1 ~ Host: a | x | '' | false",
        "OPTIONS / HTTP/1.1 ~ Host: a | a | / | false",
      })
  void theTargetHasAuthorityPathAndQuery(
      String lines, String authority, String path, boolean asterisk) {
    accepted(lines);
    assertThat(text(head.authorityStart(), head.authorityEnd())).isEqualTo(authority);
    assertThat(head.hasAuthority()).isEqualTo(!authority.isEmpty());
    assertThat(text(head.pathStart(), head.queryStart())).isEqualTo(path);
    int end = lines.indexOf(" HTTP/1.");
    int mark = lines.indexOf('?');
    assertThat(text(head.queryStart(), parser.targetEnd()))
        .isEqualTo(mark < 0 ? "" : lines.substring(mark, end));
    assertThat(head.isAsterisk()).isEqualTo(asterisk);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1 | bad_host | ''",
        "GET / HTTP/1.1 ~ Host: | bad_host | ''",
        "GET / HTTP/1.0 ~ Host: | bad_host | ''",
        "GET / HTTP/1.1 ~ Host: a ~ host: a | bad_host | host: a",
        "GET / HTTP/1.1 ~ X: y ~ Host: a,b | bad_host | a,b",
        "GET http://x/ HTTP/1.1 | bad_host | ''",
        "GET http:///a HTTP/1.1 ~ Host: a | bad_host | /a",
        "GET http://u@x/ HTTP/1.1 ~ Host: a | bad_host | u@x",
        "GET http://x/ HTTP/1.1 ~ Host: a b | bad_host | a b",
        "GET a HTTP/1.1 ~ Host: a | bad_request | a HTTP",
        "GET * HTTP/1.1 ~ Host: a | bad_request | * HTTP",
        "OPTIONS ** HTTP/1.1 ~ Host: a | bad_request | **",
        "GET ftp://x/ HTTP/1.1 ~ Host: a | bad_request | ftp",
        "GET http:/x HTTP/1.1 ~ Host: a | bad_request | http",
        "GET ?a HTTP/1.1 ~ Host: a | bad_request | ?a",
        "CONNECT a:1 HTTP/1.1 ~ Host: a:1 | method_not_allowed | ''",
        "GET / HTTP/1.1 ~ Host: a ~ Expect: 200-ok | expectation_failed | 200-ok",
        "GET / HTTP/1.1 ~ Host: a ~ Expect: | expectation_failed | ''",
        "GET / HTTP/1.1 ~ Host: a ~ Expect: 100-continue, x | expectation_failed | 100-",
      })
  void whatHasTwoReadingsOrNoneIsRefused(String lines, String code, String at) {
    assertThat(read(lines)).extracting(FailureCode::code).isEqualTo(code);
    if (!at.isEmpty()) {
      assertThat(text(head.problemAt(), head.problemAt() + at.length())).isEqualTo(at);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.1 | X: y | true",
        "1.1 | Connection: close | false",
        "1.1 | Connection: keep-alive | true",
        "1.1 | Connection: x, Close ~ Connection: keep-alive | false",
        "1.0 | X: y | false",
        "1.0 | Connection: Keep-Alive | true",
        "1.0 | Connection: keep-alive, close | false",
        "1.0 | Connection: close | false",
      })
  void theConnectionIsKeptAsTheVersionHasIt(String version, String fields, boolean kept) {
    accepted("GET / HTTP/" + version + " ~ Host: a ~ " + fields);
    assertThat(head.keepAlive()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, true",
    "HEAD, true",
    "PUT, true",
    "DELETE, true",
    "OPTIONS, true",
    "POST, false",
    "PATCH, false",
    "TRACE, false",
    "get, false",
    "GETS, false",
    "G, false"
  })
  void onlyKnownMethodsAreIdempotent(String method, boolean idempotent) {
    accepted(method + " / HTTP/1.1 ~ Host: a");
    assertThat(head.isIdempotent()).isEqualTo(idempotent);
    assertThat(head.isGet()).isEqualTo(method.equals("GET"));
    assertThat(head.isHead()).isEqualTo(method.equals("HEAD"));
    assertThat(head.isTrace()).isEqualTo(method.equals("TRACE"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPTIONS | 0 | 0",
        "TRACE | 17 | 17",
        "TRACE | 999999999 | 999999999",
        "TRACE | 1000000000 | -1",
        "TRACE | '' | -1",
        "TRACE | 1x | -1",
        "TRACE | -1 | -1",
        "GET | 0 | -1",
      })
  void hopsAreCountedForTwoMethods(String method, String value, int hops) {
    accepted(method + " / HTTP/1.1 ~ Host: a ~ Max-Forwards: " + value);
    assertThat(head.maxForwards()).isEqualTo(hops);
  }

  @Test
  void theClientWaitsForContinueOnlyInHttp11() {
    accepted("PUT / HTTP/1.1 ~ Host: a ~ Expect: 100-Continue");
    assertThat(head.expectsContinue()).isTrue();
    accepted("PUT / HTTP/1.1 ~ Expect: 100-continue ~ Host: a");
    assertThat(head.expectsContinue()).as("in the first line").isTrue();
    accepted("PUT / HTTP/1.0 ~ Host: a ~ Expect: 100-continue");
    assertThat(head.expectsContinue()).isFalse();
    accepted("PUT / HTTP/1.1 ~ Host: a");
    assertThat(head.expectsContinue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NTLM TlRM | true",
        "negotiate YII | true",
        "Kerberos | true",
        "Basic abc | false",
        "Bearer xntlm | false",
        "Basic ntlmx | false",
        "Basic realm=\"x NTLM y\" | true",
        ", , CredSSP x | true",
      })
  void someSchemesAuthenticateTheConnection(String credentials, boolean connection) {
    accepted("GET / HTTP/1.1 ~ Host: a ~ Authorization: " + credentials);
    assertThat(head.authenticatesConnection()).isEqualTo(connection);
  }

  /** A line that says nothing of it does not take back what the one before has said. */
  @Test
  void linesOfOneFieldAddUp() {
    accepted(
        "GET / HTTP/1.1 ~ Host: a ~ Authorization: NTLM x ~ Authorization: Basic y"
            + " ~ TE: gzip, Trailers ~ TE: gzip ~ Via: 1.1 x ~ Connection: x ~ Connection: upgrade"
            + " ~ Upgrade: websocket ~ X: y");
    assertThat(head.authenticatesConnection()).isTrue();
    assertThat(head.takesTrailers()).isTrue();
    assertThat(head.hasVia()).isTrue();
    assertThat(head.asksUpgrade()).isTrue();
  }

  @Test
  void nothingIsKeptOfTheHeadBefore() {
    accepted(
        "TRACE http://x/y HTTP/1.1 ~ Host: a ~ Authorization: NTLM x ~ TE: trailers ~ CDN-Loop: x"
            + " ~ Connection: close, upgrade, x ~ Upgrade: websocket ~ Expect: 100-continue"
            + " ~ Max-Forwards: 5");
    assertThat(head.hasVia()).isTrue();
    accepted("OPTIONS * HTTP/1.0");
    assertThat(head.isAsterisk()).isTrue();
    assertThat(head.hasAuthority()).isFalse();
    accepted("TRACE / HTTP/1.1 ~ Host: abc");
    assertThat(head.authenticatesConnection()).isFalse();
    assertThat(head.takesTrailers()).isFalse();
    assertThat(head.hasVia()).isFalse();
    assertThat(head.asksUpgrade()).isFalse();
    assertThat(head.expectsContinue()).isFalse();
    assertThat(head.maxForwards()).isEqualTo(-1);
    assertThat(head.keepAlive()).isTrue();
    assertThat(head.isAsterisk()).isFalse();
    assertThat(head.connection().names(Ascii.bytes("x"), 0, 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: WebSocket | false | websocket",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: WebSocket | true |",
        "POST / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: WebSocket | false |",
        "POST / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: x, Chat | true | chat",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: chat, websocket | false | chat, websocket",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: chat ~ Upgrade: websocket | false | chat, websocket",
        "POST / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: websocket, chat | false | chat",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: websocket, H2C | false |",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ Upgrade: other | false |",
        "GET / HTTP/1.1 ~ Connection: upgrade ~ X: websocket | false |",
        "GET / HTTP/1.1 ~ Connection: x ~ Upgrade: websocket | false |",
        "GET / HTTP/1.0 ~ Connection: upgrade ~ Upgrade: websocket | false |",
      })
  void onlyListedProtocolsAreAskedFor(String lines, boolean hasBody, String asked) {
    accepted(lines + " ~ Host: a");
    byte[] found = head.upgradeTo(List.of(Ascii.bytes("websocket"), Ascii.bytes("chat")), hasBody);
    assertThat(found == null ? null : Ascii.text(found, 0, found.length)).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trailers | true",
        "gzip;q=0.5 ,\tTrailers\t | true",
        "gzip | false",
        "trailers;q=1 | false",
        "xtrailers, trailersx | false",
        "'' | false"
      })
  void trailersAreTakenOnlyIfTeSaysSo(String te, boolean taken) {
    accepted("GET / HTTP/1.1 ~ Host: a ~ TE: " + te);
    assertThat(head.takesTrailers()).isEqualTo(taken);
  }

  @Test
  void noProtocolOfTheHeadBeforeIsAskedFor() {
    List<byte[]> listed = List.of(Ascii.bytes("websocket"), Ascii.bytes("chat"));
    String first = "GET / HTTP/1.1 ~ Host: a ~ Connection: upgrade ~ Upgrade: websocket";
    accepted(first + " ~ Upgrade: chat");
    assertThat(head.upgradeTo(listed, false)).asString().isEqualTo("websocket, chat");
    accepted(first);
    assertThat(head.upgradeTo(listed, false)).asString().isEqualTo("websocket");
  }

  /** For decisions that come later: the parser has read other heads by then. */
  @Test
  void aRetainedHeadStaysAsItWas() {
    accepted("GET /first?q HTTP/1.1 ~ Host: one ~ Via: 1.1 x");
    RetainedHead kept = head.retain();
    accepted("PUT /second HTTP/1.1 ~ Host: another");
    RequestHead again = kept.head();
    assertThat(kept.head()).isSameAs(again);
    byte[] b = again.parser().bytes();
    assertThat(Ascii.text(b, 0, again.parser().headEnd()))
        .isEqualTo("GET /first?q HTTP/1.1\r\nHost: one\r\nVia: 1.1 x\r\n\r\n");
    assertThat(Ascii.text(b, again.authorityStart(), again.authorityEnd())).isEqualTo("one");
    assertThat(again.isGet()).isTrue();
    assertThat(again.hasVia()).isTrue();
    assertThat(head.isGet()).isFalse();
  }
}
