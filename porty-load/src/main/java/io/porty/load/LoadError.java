package io.porty.load;

/** Reasons for a failed request. */
public enum LoadError {
  CONNECT("connect failed"),
  RESET("reset"),
  CLOSED("closed before the response was complete"),
  TIMEOUT("response timeout"),
  MALFORMED("malformed response"),
  /** Only at a fixed rate: no connection was idle before the end. */
  UNSENT("scheduled, but not sent");

  private final String text;

  LoadError(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
