package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7541 appendix C. */
class HpackVectorsTest {

  private static final String MAY_BE = "date=Mon, 21 Oct 2013 20:13:2";

  private static void requests(String first, String second, String third) {
    Blocks blocks = new Blocks(4096);
    List<String> head = List.of(":method=GET", ":scheme=http", ":path=/");
    assertThat(blocks.fields(first)).startsWith(head.toArray(String[]::new));
    assertThat(blocks.tableBytes()).isEqualTo(57);
    assertThat(blocks.fields(second))
        .containsExactly(
            ":method=GET",
            ":scheme=http",
            ":path=/",
            ":authority=www.example.com",
            "cache-control=no-cache");
    assertThat(blocks.tableBytes()).isEqualTo(110);
    assertThat(blocks.fields(third))
        .containsExactly(
            ":method=GET",
            ":scheme=https",
            ":path=/index.html",
            ":authority=www.example.com",
            "custom-key=custom-value");
    assertThat(blocks.tableBytes()).isEqualTo(164);
  }

  @Test
  void c2SingleFields() {
    assertThat(new Blocks(4096).fields("400a637573746f6d2d6b65790d637573746f6d2d686561646572"))
        .containsExactly("custom-key=custom-header");
    assertThat(new Blocks(4096).fields("040c2f73616d706c652f70617468"))
        .containsExactly(":path=/sample/path");
    assertThat(new Blocks(4096).fields("100870617373776f726406736563726574"))
        .containsExactly("password=secret never");
    assertThat(new Blocks(4096).fields("82")).containsExactly(":method=GET");
  }

  @Test
  void c3RequestsWithoutHuffman() {
    requests(
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565");
  }

  @Test
  void c4RequestsWithHuffman() {
    requests(
        "828684418cf1e3c2e5f23a6ba0ab90f4ff",
        "828684be5886a8eb10649cbf",
        "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf");
  }

  private static void responses(String first, String second, String third) {
    Blocks blocks = new Blocks(256);
    assertThat(blocks.fields(first))
        .containsExactly(
            ":status=302",
            "cache-control=private",
            MAY_BE + "1 GMT",
            "location=https://www.example.com");
    assertThat(blocks.tableBytes()).isEqualTo(222);
    assertThat(blocks.fields(second))
        .containsExactly(
            ":status=307",
            "cache-control=private",
            MAY_BE + "1 GMT",
            "location=https://www.example.com");
    assertThat(blocks.fields(third))
        .containsExactly(
            ":status=200",
            "cache-control=private",
            MAY_BE + "2 GMT",
            "location=https://www.example.com",
            "content-encoding=gzip",
            "set-cookie=foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
    assertThat(blocks.tableBytes()).isEqualTo(215);
  }

  @Test
  void c5ResponsesWithoutHuffmanAndWithEviction() {
    responses(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
            + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f"
            + "3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b20"
            + "76657273696f6e3d31");
  }

  @Test
  void c6ResponsesWithHuffmanAndWithEviction() {
    responses(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f"
            + "0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335df"
            + "dfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007");
  }
}
