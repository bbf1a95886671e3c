package io.porty.engine.log;

import io.porty.api.Failure;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.TrafficLog;
import java.util.function.Consumer;

/**
 * One line of ASCII for each record, fields as {@code key=value}: for terminals without symbols,
 * and for simple tools.
 */
public final class PlainTrafficLog implements TrafficLog {

  private final Consumer<String> out;

  public PlainTrafficLog(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void connectionOpened(ConnectionRecord c) {
    out.accept(
        LogText.time(c.startMillis())
            + " OPEN route="
            + c.route()
            + " client="
            + LogText.address(c.client())
            + (c.target() == null ? "" : " target=" + c.target()));
  }

  @Override
  public void connectionClosed(ConnectionRecord c) {
    Failure failure = c.failure();
    out.accept(
        LogText.time(c.startMillis() + c.durationNanos() / 1_000_000)
            + " CLOSE route="
            + c.route()
            + " client="
            + LogText.address(c.client())
            + " up="
            + c.bytesToUpstream()
            + " down="
            + c.bytesToClient()
            + (failure == null ? "" : " error=" + failure.code().word())
            + " ("
            + LogText.millis(c.durationNanos())
            + "ms)");
  }

  @Override
  public void exchangeStarted(ExchangeRecord x) {
    out.accept(
        LogText.time(x.startMillis())
            + " REQUEST route="
            + x.route()
            + " client="
            + LogText.address(x.client())
            + (x.target() == null
                ? ""
                : " target=" + x.target() + " by=" + LogText.escaped(x.note()))
            + " "
            + LogText.escaped(x.method())
            + " "
            + LogText.escaped(x.requestTarget())
            + headers(x.requestHeaders()));
  }

  @Override
  public void exchangeEnded(ExchangeRecord x) {
    out.accept(
        LogText.time(x.startMillis() + x.durationNanos() / 1_000_000)
            + (x.failure() == null ? " RESPONSE route=" : " FAILED route=")
            + x.route()
            + " client="
            + LogText.address(x.client())
            + " status="
            + x.status()
            + " bytes="
            + x.responseBytes()
            + headers(x.responseHeaders())
            + (x.failure() == null ? "" : " error=\"" + LogText.escaped(x.failure()) + "\"")
            + " ("
            + LogText.millis(x.durationNanos())
            + "ms)");
  }

  private static String headers(java.util.List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(" \"").append(LogText.escaped(line)).append('"');
    }
    return text.toString();
  }
}
