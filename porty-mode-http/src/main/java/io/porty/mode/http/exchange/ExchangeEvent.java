package io.porty.mode.http.exchange;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The JFR event of an exchange. It does not contain the request target, which may hold secrets. */
@Name("porty.Exchange")
@Label("HTTP exchange")
@Category("Porty")
@Description("A request from its complete head to the end of its response")
@StackTrace(false)
final class ExchangeEvent extends Event {

  @Label("Route")
  String route = "";

  @Label("Upstream")
  String upstream = "";

  @Label("Status")
  int status;

  @Label("Failure")
  String failure = "";
}
