package com.example.otel;

import io.porty.api.log.TrafficLogFactory;
import io.porty.testkit.TrafficLogContract;

class OtelContractTest extends TrafficLogContract {
  @Override
  protected TrafficLogFactory factory() {
    return new OtelPlugin().trafficLogs().get(0);
  }
}
