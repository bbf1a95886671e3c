package com.example.sql;

import io.porty.api.AddressText;
import io.porty.api.Target;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** One row of the table {@code traffic}. Texts are empty where something is not known. */
record Row(
    long startMillis,
    String route,
    String client,
    String method,
    String uri,
    int status,
    String upstream,
    String router,
    long bytesIn,
    long bytesOut,
    double millis,
    String error) {

  static Row of(ExchangeRecord x) {
    return new Row(
        x.startMillis(),
        x.route(),
        host(x.client()),
        x.method(),
        x.requestTarget(),
        x.status(),
        text(x.target()),
        x.note(),
        x.requestBytes(),
        x.responseBytes(),
        x.durationNanos() / 1e6,
        x.errorCode() == null ? "" : x.errorCode());
  }

  static Row of(ConnectionRecord c) {
    return new Row(
        c.startMillis(),
        c.route(),
        host(c.client()),
        "",
        "",
        0,
        text(c.target()),
        c.note(),
        c.bytesToUpstream(),
        c.bytesToClient(),
        c.durationNanos() / 1e6,
        c.failure() == null ? "" : c.failure().code().code());
  }

  private static String text(Target target) {
    return target == null ? "" : target.toString();
  }

  private static String host(SocketAddress client) {
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? AddressText.of(inet.getAddress())
        : "unix";
  }
}
