package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.http2.PairMessages.Answer;
import io.porty.http2.PairMessages.Reply;
import io.porty.http2.PairMessages.Request;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same messages through all four pairs: clients and backends of HTTP/1.1 and HTTP/2. */
@ExtendWith(LeakCensus.class)
class PairsTest {

  private static final String LARGE = "0123456789abcdef".repeat(3000);

  private record Row(String name, Request request, Reply reply) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Request GET = Request.of("GET", "/a?b=c");
  private static final Request POST = Request.of("POST", "/upload");
  private static final Reply OK = Reply.of(200).with("hello", true);

  private static final List<Row> ROWS =
      List.of(
          new Row("a declared body", GET, OK),
          new Row("a body of unknown length", GET, Reply.of(200).with("hello", false)),
          new Row("an empty body", GET, Reply.of(200).with("", true)),
          new Row("an empty body of unknown length", GET, Reply.of(200).with("", false)),
          new Row("a body of 48 KB", GET, Reply.of(200).with(LARGE, true)),
          new Row("48 KB of unknown length", GET, Reply.of(200).with(LARGE, false)),
          new Row("trailers", GET, Reply.of(200).with("hello", false, "x-sum=7", "x-b=c")),
          new Row("HEAD with a length", Request.of("HEAD", "/"), OK),
          new Row("HEAD without a length", Request.of("HEAD", "/"), Reply.of(200)),
          new Row("204", GET, Reply.of(204, "x-a=b")),
          new Row("304", GET, Reply.of(304, "etag=\"x\"")),
          new Row("404 with a body", GET, Reply.of(404).with("none", true)),
          new Row("500 with a body", GET, Reply.of(500).with("oh", false)),
          new Row("an unknown status", GET, Reply.of(299).with("x", true)),
          new Row("103, then 200", GET, OK.behind(103)),
          new Row("103 twice", GET, OK.behind(103, 103)),
          new Row(
              "several Set-Cookie",
              GET,
              Reply.of(200, "set-cookie=a=1", "set-cookie=b=2").with("x", true)),
          new Row("fields", Request.of("GET", "/", "x-a=1", "x-b=2", "x-a=3"), OK),
          new Row("a cookie", Request.of("GET", "/", "cookie=a=1"), OK),
          new Row("OPTIONS", Request.of("OPTIONS", "/"), OK),
          new Row("DELETE", Request.of("DELETE", "/x"), Reply.of(204)),
          new Row("an own method", Request.of("PURGE", "/x"), OK),
          new Row("every byte of a path", Request.of("GET", "/a/../%2e;x=1/?q='()*,~[]@:$&"), OK),
          new Row("POST of a declared length", POST.with("abcde", true), OK),
          new Row("POST of an empty body", POST.with("", true), OK),
          new Row("POST of unknown length", POST.with("abcde", false), OK),
          new Row("POST with trailers", POST.with("abcde", false, "x-sum=7"), OK),
          new Row("POST of 48 KB", POST.with(LARGE, true), OK),
          new Row("POST of 48 KB of unknown length", POST.with(LARGE, false), OK),
          new Row("PUT with a body both ways", Request.of("PUT", "/").with("ab", true), OK),
          new Row("a GET with a body", GET.with("abc", true), OK),
          new Row(
              "Expect: 100-continue",
              Request.of("POST", "/", "expect=100-continue").with("abc", true),
              OK.behind(100)),
          new Row("a cut body", GET, Reply.of(200).with("hello world", true).cutShort()),
          new Row(
              "a cut body of unknown length",
              GET,
              Reply.of(200).with("hello world", false).cutShort()),
          new Row("no answer", POST.with("abc", true), Reply.of(0)));

  static Stream<Arguments> pairs() {
    return Arrays.stream(PairClient.values())
        .flatMap(
            client ->
                Arrays.stream(PairBackend.Version.values())
                    .flatMap(
                        backend -> ROWS.stream().map(row -> Arguments.of(client, backend, row))));
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @MethodSource("pairs")
  void messagesPass(PairClient client, PairBackend.Version version, Row row) {
    Reply reply = row.reply();
    try (PairBackend backend = new PairBackend(version, reply);
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"pair\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
                    + backend.target()
                    + "\"\n")) {
      Answer answer = client.send(porty.port(), row.request());
      assertThat(backend.requests()).hasSize(1);
      requestIs(row.request(), backend.requests().get(0));
      if (reply.status() == 0) {
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.all("x-porty-error")).containsExactly("backend_closed");
      } else {
        answerIs(row, answer);
      }
    }
  }

  private static void requestIs(Request sent, Request got) {
    assertThat(got.method()).isEqualTo(sent.method());
    assertThat(got.path()).isEqualTo(sent.path());
    assertThat(got.body()).isEqualTo(sent.body());
    assertThat(got.declared()).isEqualTo(sent.declared());
    assertThat(got.trailers()).isEqualTo(sent.trailers());
    for (String name : List.of("x-a", "x-b", "cookie", "expect")) {
      assertThat(PairMessages.all(got.fields(), name))
          .isEqualTo(PairMessages.all(sent.fields(), name));
    }
    assertThat(PairMessages.all(got.fields(), "te")).allMatch("trailers"::equals);
  }

  private static void answerIs(Row row, Answer answer) {
    Reply reply = row.reply();
    boolean headOnly = row.request().method().equals("HEAD");
    String body = reply.body() == null || headOnly ? "" : reply.body();
    assertThat(answer.interims()).isEqualTo(reply.interims());
    assertThat(answer.status()).isEqualTo(reply.status());
    assertThat(answer.complete()).isEqualTo(!reply.cut());
    if (reply.cut()) {
      assertThat(body).startsWith(answer.body()).isNotEqualTo(answer.body());
    } else {
      assertThat(answer.body()).isEqualTo(body);
    }
    assertThat(answer.trailers()).isEqualTo(reply.trailers());
    if (reply.declared()) {
      assertThat(answer.all("content-length"))
          .containsExactly(Integer.toString(reply.body().length()));
    }
    for (String name : List.of("set-cookie", "etag", "x-a")) {
      assertThat(answer.all(name)).isEqualTo(PairMessages.all(reply.fields(), name));
    }
    assertThat(answer.all("x-porty-error")).isEmpty();
  }
}
