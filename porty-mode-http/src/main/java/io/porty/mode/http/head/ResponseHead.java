package io.porty.mode.http.head;

/** The meaning of a parsed response head. Reused for each response of an event loop. */
public final class ResponseHead {

  private static final byte[] EVENT_STREAM = Ascii.bytes("text/event-stream");

  private final HeadParser parser;
  private final ConnectionOptions connection = new ConnectionOptions();
  private boolean hasDate;
  private boolean declaresLength;
  private int upgrade;
  private boolean authenticatesConnection;
  private boolean eventStream;
  private NeverIndexed neverIndexed = NeverIndexed.NONE;

  public ResponseHead(HeadParser parser) {
    this.parser = parser;
  }

  public void read() {
    byte[] b = parser.bytes();
    HeaderSpans fields = parser.fields();
    connection.clear();
    hasDate = false;
    upgrade = -1;
    authenticatesConnection = false;
    eventStream = false;
    declaresLength = false;
    for (int i = 0; i < fields.count(); i++) {
      HeaderName field = fields.field(i);
      if (field == null) {
        continue;
      }
      switch (field) {
        case CONNECTION -> connection.add(b, fields.valueStart(i), fields.valueEnd(i));
        case DATE -> hasDate = true;
        case CONTENT_LENGTH -> declaresLength = true;
        case UPGRADE -> upgrade = upgrade == -1 ? i : -2;
        case PERSISTENT_AUTH -> authenticatesConnection = true;
        case WWW_AUTHENTICATE, PROXY_AUTHENTICATE, PROXY_SUPPORT ->
            authenticatesConnection |=
                ConnectionAuth.isNamed(b, fields.valueStart(i), fields.valueEnd(i));
        case CONTENT_TYPE ->
            eventStream = isEventStream(b, fields.valueStart(i), fields.valueEnd(i));
        default -> {}
      }
    }
  }

  /** Sets which of the fields no hop may index; of a connection that has such a notion. */
  public void neverIndexed(NeverIndexed names) {
    neverIndexed = names;
  }

  public NeverIndexed neverIndexed() {
    return neverIndexed;
  }

  /** Compares the media type without parameters. */
  private static boolean isEventStream(byte[] b, int start, int end) {
    int to = start;
    while (to < end && b[to] != ';' && b[to] != ' ' && b[to] != '\t') {
      to++;
    }
    return Ascii.equalsIgnoreCase(b, start, to, EVENT_STREAM);
  }

  /** Whether it is a server-sent event stream, which may pause for a long time. */
  public boolean isEventStream() {
    return eventStream;
  }

  /**
   * Whether the backend authenticates the connection instead of the request: later requests on it
   * may be attributed to the same user.
   */
  public boolean authenticatesConnection() {
    return authenticatesConnection;
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

  /** Whether the backend keeps the connection open. */
  public boolean keepAlive() {
    return parser.minor() > 0 ? !connection.close() : connection.keepAlive() && !connection.close();
  }

  public boolean isInterim() {
    return parser.status() < 200;
  }

  /** 1xx, 204 and 304 responses have no body, whatever their fields declare. */
  public boolean isBodiless() {
    return parser.status() < 200 || parser.status() == 204 || parser.status() == 304;
  }

  public boolean hasDate() {
    return hasDate;
  }

  /** Whether it has Content-Length. */
  public boolean declaresLength() {
    return declaresLength;
  }

  /**
   * Whether this is a 101 that switches to requested protocols (RFC 9110 section 7.8).
   *
   * @param asked the requested protocols, a list in lower case
   */
  public boolean switchesTo(byte[] asked) {
    if (parser.status() != 101 || !connection.upgrade() || upgrade < 0) {
      return false;
    }
    return Upgrades.areAsked(parser.bytes(), upgradeStart(), upgradeEnd(), asked);
  }

  /** Start of the value of Upgrade if the head has exactly one such line. */
  public int upgradeStart() {
    return parser.fields().valueStart(upgrade);
  }

  public int upgradeEnd() {
    return parser.fields().valueEnd(upgrade);
  }

  /** Whether the head has exactly one Upgrade line. */
  public boolean hasUpgrade() {
    return upgrade >= 0;
  }
}
