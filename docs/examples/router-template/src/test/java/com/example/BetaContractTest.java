package com.example;

import io.porty.api.Settings;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.testkit.RouterContract;
import io.porty.testkit.TestSettings;

/** What every router keeps, whatever it does. */
class BetaContractTest extends RouterContract {

  @Override
  @SuppressWarnings("unchecked")
  protected RouterFactory<HttpRouteRequest> factory() {
    return (RouterFactory<HttpRouteRequest>) new BetaPlugin().routers().get(0);
  }

  @Override
  protected Settings settings() {
    return TestSettings.of("target", "127.0.0.1:3001");
  }
}
