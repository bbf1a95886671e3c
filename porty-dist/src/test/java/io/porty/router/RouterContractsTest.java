package io.porty.router;

import io.porty.api.Settings;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.testkit.RouterContract;
import io.porty.testkit.TestRequest;
import io.porty.testkit.TestSettings;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Nested;

/** Porty's own routers keep the contract that strangers' do. */
class RouterContractsTest {

  /** A router that came with Porty. */
  abstract static class Shipped extends RouterContract {

    abstract String name();

    @Override
    @SuppressWarnings("unchecked")
    protected RouterFactory<HttpRouteRequest> factory() {
      return ServiceLoader.load(PortyPlugin.class).stream()
          .flatMap(p -> p.get().routers().stream())
          .filter(r -> r.name().equals(name()))
          .map(r -> (RouterFactory<HttpRouteRequest>) r)
          .findFirst()
          .orElseThrow();
    }

    static List<Settings> rows(Object... values) {
      return List.of(TestSettings.of(values));
    }
  }

  @Nested
  class Host extends Shipped {
    @Override
    String name() {
      return "host";
    }
  }

  @Nested
  class Dynamic extends Shipped {
    @Override
    String name() {
      return "dynamic";
    }
  }

  @Nested
  class Path extends Shipped {
    @Override
    String name() {
      return "path";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("rules", rows("prefix", "/users", "target", "a:1", "strip", true));
    }
  }

  @Nested
  class Header extends Shipped {
    @Override
    String name() {
      return "header";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("name", "X-A", "rules", rows("value", "*", "target", "a:1"));
    }

    @Override
    protected List<TestRequest> requests() {
      return List.of(TestRequest.get("/").with("x-a", "b"));
    }
  }

  @Nested
  class Cookie extends Shipped {
    @Override
    String name() {
      return "cookie";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("name", "a", "rules", rows("value", "b", "target", "a:1"));
    }
  }

  @Nested
  class Weighted extends Shipped {
    @Override
    String name() {
      return "weighted";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("sticky", "client", "targets", rows("target", "a:1"));
    }
  }

  @Nested
  class Subdomain extends Shipped {
    @Override
    String name() {
      return "subdomain";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("domain", "dev.example");
    }

    @Override
    protected List<TestRequest> requests() {
      return List.of(
          TestRequest.get("/").with("Host", "a-1.dev.example"),
          TestRequest.get("/").with("Host", ".dev.example"));
    }
  }

  @Nested
  class TargetHeader extends Shipped {
    @Override
    String name() {
      return "target_header";
    }

    @Override
    protected List<TestRequest> requests() {
      return List.of(TestRequest.get("/").with("X-Porty-Target", "a:1"));
    }
  }

  @Nested
  class Signed extends Shipped {
    @Override
    String name() {
      return "signed";
    }

    @Override
    protected Settings settings() {
      return TestSettings.of("keys", rows("id", "a", "secret", "0123456789abcdef"));
    }
  }
}
