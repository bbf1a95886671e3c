package life;

import io.porty.api.Key;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what happens to its router. */
public class LifePlugin implements PortyPlugin {

  static final Logger LOG = LoggerFactory.getLogger("life");
  static final Key<String> TROUBLE = Key.string("trouble", "none", "What goes wrong");

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(RouterFactory.of("life", RouteRequest.class, List.of(TROUBLE), (settings, context) -> {
      String trouble = settings.get(TROUBLE);
      return new Router<RouteRequest>() {
        public RouteAnswer route(RouteRequest request) { return Decision.pass(); }
        public void start() throws Exception {
          LOG.info("life: start with {}", Thread.currentThread().getContextClassLoader().getName());
          if (trouble.equals("throws")) { throw new java.io.IOException("the database is away"); }
          if (trouble.equals("hangs")) { Thread.sleep(60_000); }
        }
        public void drain() { LOG.info("life: drain"); }
        public void close() { LOG.info("life: close"); if (trouble.equals("close")) { throw new IllegalStateException("cannot close"); } }
      };
    }));
  }
}
