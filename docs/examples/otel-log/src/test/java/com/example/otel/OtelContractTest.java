package com.example.otel;

import io.porty.api.log.AccessLogFactory;
import io.porty.testkit.AccessLogContract;

class OtelContractTest extends AccessLogContract {
  @Override
  protected AccessLogFactory factory() {
    return new OtelPlugin().accessLogs().get(0);
  }
}
