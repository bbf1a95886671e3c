package io.porty.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouterFactory;
import io.porty.testkit.TestPorty;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A logging backend that does not come back, as one that is still loading or whose pipe is full.
 */
class SlowLoggingTest {

  @Test
  void holdsNeitherEventLoopsNorTheEnd() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    AppenderBase<ILoggingEvent> stuck =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            blocked.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    stuck.setContext(root.getLoggerContext());
    stuck.start();
    PortyPlugin plugin =
        new PortyPlugin() {
          @Override
          public List<RouterFactory<?>> routers() {
            return List.of(
                RouterFactory.http(
                    "bad",
                    List.of(),
                    (settings, context) ->
                        request -> {
                          if (request.path().equals("/bad")) {
                            throw new IllegalStateException("on purpose");
                          }
                          return Decision.pass();
                        }));
          }
        };
    root.addAppender(stuck);
    try {
      TestPorty porty =
          TestPorty.with(plugin)
              .backends("site")
              .config(
                  """
                  event_loops = 1
                  [[routes]]
                  name = "a"
                  listen = "127.0.0.1:{port}"
                  mode = "http"
                  routers = ["bad", "fixed"]
                  target = "{site}"
                  """);
      assertThat(porty.get("/bad").statusCode()).isEqualTo(500);
      blocked.await();
      assertThat(porty.get("/bad").statusCode()).isEqualTo(500);
      assertThat(porty.get("/").body()).isEqualTo("site");
      long begin = System.nanoTime();
      porty.close();
      assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    } finally {
      root.detachAppender(stuck);
      release.countDown();
    }
  }
}
