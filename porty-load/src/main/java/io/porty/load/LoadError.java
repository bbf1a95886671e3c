package io.porty.load;

/** The ways in which a request comes to nothing. */
public enum LoadError {
  CONNECT("not connected"),
  RESET("reset"),
  CLOSED("closed before the answer was complete"),
  TIMEOUT("no answer in time"),
  MALFORMED("no valid answer"),
  /** Only at a fixed rate: the end came before a connection was free for them. */
  UNSENT("due, but never sent");

  private final String text;

  LoadError(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
