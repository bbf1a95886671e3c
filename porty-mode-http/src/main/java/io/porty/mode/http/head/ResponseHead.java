package io.porty.mode.http.head;

/** What a parsed response head means. Reused for every response of a loop. */
public final class ResponseHead {

  private final HeadParser parser;
  private final ConnectionOptions connection = new ConnectionOptions();
  private boolean hasDate;
  private int upgrade;

  public ResponseHead(HeadParser parser) {
    this.parser = parser;
  }

  public void read() {
    HeaderSpans fields = parser.fields();
    connection.clear();
    hasDate = false;
    upgrade = -1;
    for (int i = 0; i < fields.count(); i++) {
      KnownField field = fields.field(i);
      if (field == KnownField.CONNECTION) {
        connection.add(parser.bytes(), fields.valueStart(i), fields.valueEnd(i));
      } else if (field == KnownField.DATE) {
        hasDate = true;
      } else if (field == KnownField.UPGRADE) {
        upgrade = upgrade == -1 ? i : -2;
      }
    }
  }

  public HeadParser parser() {
    return parser;
  }

  public int status() {
    return parser.status();
  }

  public ConnectionOptions connection() {
    return connection;
  }

  /** Whether the backend lets the connection live on. */
  public boolean keepAlive() {
    return parser.minor() > 0 ? !connection.close() : connection.keepAlive() && !connection.close();
  }

  public boolean isInterim() {
    return parser.status() < 200;
  }

  /** 1xx, 204 and 304 have no body whatever their fields say. */
  public boolean isBodiless() {
    return parser.status() < 200 || parser.status() == 204 || parser.status() == 304;
  }

  public boolean hasDate() {
    return hasDate;
  }

  /**
   * A 101 that switches to this protocol.
   *
   * @param protocol in lower case
   */
  public boolean switchesTo(byte[] protocol) {
    HeaderSpans fields = parser.fields();
    return parser.status() == 101
        && connection.upgrade()
        && upgrade >= 0
        && Ascii.equalsIgnoreCase(
            parser.bytes(), fields.valueStart(upgrade), fields.valueEnd(upgrade), protocol);
  }
}
