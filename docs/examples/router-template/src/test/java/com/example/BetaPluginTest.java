package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porty.testkit.PortyExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BetaPluginTest {

  @RegisterExtension
  static final PortyExtension porty =
      PortyExtension.with(new BetaPlugin())
          .backends("site", "beta")
          .route(
              """
              routers = ["beta", "fixed"]
              target = "{site}"
              [routes.beta]
              target = "{beta}"
              """);

  @Test
  void sendsBetaAndWhatIsBelowItToBeta() {
    assertEquals("beta", porty.get("/beta").body());
    assertEquals("beta", porty.get("/beta/x?y=1").body());
    assertEquals("/beta/x?y=1", porty.backend("beta").last().uri());
  }

  @Test
  void leavesEverythingElseToTheSite() {
    assertEquals("site", porty.get("/").body());
    assertEquals("site", porty.get("/betamax").body());
  }
}
