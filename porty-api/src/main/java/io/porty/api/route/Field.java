package io.porty.api.route;

/**
 * A header field that a router adds, sets or sends: checked when it is made, so that nothing a
 * router writes can split a message.
 *
 * @param name a token (RFC 9110 section 5.1); none of those that Porty itself is responsible for:
 *     Host, Connection, Content-Length, Transfer-Encoding and their kind
 * @param value printable ASCII, blanks only inside
 * @since 0.1
 */
public record Field(String name, String value) {

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /**
   * Checks that the field can be sent.
   *
   * @param name of the field, any case
   * @param value its value
   * @throws IllegalArgumentException if the name or the value breaks the grammar
   */
  public Field {
    checkName(name);
    if (!value.equals(value.strip())
        || !value.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == '\t')) {
      throw new IllegalArgumentException(
          "the value of "
              + name
              + " is not printable ASCII without blanks around it: \""
              + value.replaceAll("[^ -~]", "?")
              + "\"");
    }
  }

  static void checkName(String name) {
    boolean token =
        !name.isEmpty()
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || TOKEN_MARKS.indexOf(c) >= 0);
    if (!token) {
      throw new IllegalArgumentException(
          "\"" + name.replaceAll("[^ -~]", "?") + "\" is not the name of a header field");
    }
    switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "host",
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "upgrade",
          "trailer",
          "transfer-encoding",
          "content-length",
          "http2-settings",
          "expect",
          "via",
          "date",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host" ->
          throw new IllegalArgumentException(
              name + " is written by Porty; a router cannot edit it");
      default -> {}
    }
  }
}
